"""What to do with segments: actions from playbooks, products, value, and lists for campaigns."""
