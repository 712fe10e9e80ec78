"""One question a file; each prints both sides, the ratio and the versions of one run."""
