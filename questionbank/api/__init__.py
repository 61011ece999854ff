"""REST for editors and their tools: what the workbench does, within one's grants."""
