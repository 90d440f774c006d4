import ArgumentParser

@main
struct Book: ParsableCommand {}
