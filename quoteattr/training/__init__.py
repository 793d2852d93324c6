"""What made the bundled models: anyone can retrain on their own corpora with one command each."""
