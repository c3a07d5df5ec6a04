"""A scored filing as picture, PDF, Word, Excel and text."""
