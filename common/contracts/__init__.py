"""The shapes that cross a border between members; they only ever grow."""
