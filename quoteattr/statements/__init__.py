"""What is said: claims and quotations brought together into statements."""
