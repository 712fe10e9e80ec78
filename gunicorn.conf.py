"""How Tessera is served, here and on a host. One worker process: it holds the states of the jobs."""

import os

from dashboard.settings import Settings

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
settings = Settings.from_environment()
settings.check_data_folder()

bind = f"{settings.host}:{settings.port}"
workers = 1
worker_class = "gthread"
threads = 16
timeout = 120
graceful_timeout = 10
keepalive = 75
limit_request_line = 0
control_socket_disable = True


def post_worker_init(worker):
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host
    worker.log.info("Tessera is ready at http://%s:%s", host, settings.port)
