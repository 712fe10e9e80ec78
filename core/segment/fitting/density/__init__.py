"""One tree of mutual reachability, cut at any density."""
