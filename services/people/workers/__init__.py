"""Workers: their sealed identity, their facts with sources, their withdrawal."""
