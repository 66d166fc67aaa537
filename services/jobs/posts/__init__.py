"""Posts: what is offered, how many openings are left, and who may see it when."""
