"""What is kept: filings, the state of each chat, what was handled and what is still to be sent."""
