"""What would bring a post people or open more work to an area, told to who may know."""
