"""Routes for what each page shows beside its callbacks and what is saved from it: one module a stage."""
