"""Routes that hand out workbooks, made by people."""
