"""Tables that people have already: Excel files and pasted text become proposals."""
