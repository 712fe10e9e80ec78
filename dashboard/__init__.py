"""The composition root: `dashboard.app.create_app(settings)` puts pages, core and web server together."""
