"""What concerns units, their people and their campaigns: who is who, what is due, who reviews, how far everybody is."""
