"""Documentation, deployment files and security controls: what the repository says about each site."""
