"""For whom a speaker speaks: role, organization, place."""
