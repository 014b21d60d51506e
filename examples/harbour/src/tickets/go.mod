module harbour.example/tickets

go 1.22

require golang.org/x/time v0.8.0
