"""Pages of the editors' workbench: read the address, ask one verb, render."""
