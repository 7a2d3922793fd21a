// Command grapevine-nats shares the shards of a sweep out to workers on other
// machines, which need no file system in common: tasks, leases, redelivery and
// the way of the results are those of NATS JetStream, whose server runs inside
// the coordinator.
//
//	grapevine sweep mine.toml -o out --plan        lay the folder out
//	grapevine-nats share out --shards 40           run it here, and tell how to join
//	grapevine-nats work nats://host:4222           join from another machine
//	grapevine sweep merge out                      when all shards are there
//
// The contract is that of docs/scale-out.md: what has run is what is in the
// folder. The program grapevine does the work; this one only decides where.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c struct {
		Share share `cmd:"" help:"Share the shards of a sweep out to workers, here and elsewhere."`
		Work  work  `cmd:"" help:"Work for a coordinator until there is nothing left."`
	}
	command := kong.Parse(&c, kong.Name("grapevine-nats"), kong.BindTo(ctx, (*context.Context)(nil)))
	if err := command.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}
