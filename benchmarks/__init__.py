"""Speed and quality, measured side by side; results go to files, never into code."""
