package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Names within the server: a stream of shards to run, of which each is one
// message that goes when it is done; the store with the folder's files and the
// journals that come back; and where workers tell what cannot be mended.
const (
	streamName   = "SHARDS"
	storeName    = "sweep"
	shardSubject = "shard"
	faultSubject = "fault"
	planObject   = "sweep.json"
	sceneObject  = "scenario.toml"
	graphObjects = "graphs" // and what is below it
)

// deliveries is how often a shard is handed out before it is given up: as a
// rule it kills the workers, not they it.
const deliveries = 5

// journal names what a shard writes, in the folder's work and in the store.
func journal(i, n int) string { return fmt.Sprintf("shard-%04d-of-%04d.journal", i, n) }

// queue is a connection with what is needed of it.
type queue struct {
	conn   *nats.Conn
	stream jetstream.JetStream
	store  jetstream.ObjectStore
	shards jetstream.Consumer
	name   string // of the consumer that hands the shards out
}

// open makes the queue if it is not there. lease is how long a worker may be
// silent before its shard goes to another.
//
// Who hands the shards out bears a name of its own each time. A worker that
// outlives its coordinator acknowledges a shard by the name of whom it had it
// from and by a number, and under the same name the next coordinator would take
// the number for one of its own: it would strike a shard off that nobody has run,
// or, not having come that far, never answer.
func open(ctx context.Context, conn *nats.Conn, lease time.Duration) (*queue, error) {
	js, err := jetstream.New(conn)
	if err != nil {
		return nil, err
	}
	q := &queue{conn: conn, stream: js, name: "workers-" + rand.Text()}
	_, err = js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name: streamName, Subjects: []string{shardSubject + ".>"}, Retention: jetstream.WorkQueuePolicy,
		MaxMsgsPerSubject: 1, Discard: jetstream.DiscardNew, DiscardNewPerSubject: true,
	})
	if err != nil {
		return nil, err
	}
	q.shards, err = js.CreateOrUpdateConsumer(ctx, streamName, jetstream.ConsumerConfig{
		Durable: q.name, AckPolicy: jetstream.AckExplicitPolicy, AckWait: lease, MaxDeliver: deliveries,
	})
	if err != nil {
		return nil, err
	}
	q.store, err = js.CreateOrUpdateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: storeName})
	return q, err
}

// join looks the queue of a coordinator up.
func join(ctx context.Context, conn *nats.Conn) (*queue, error) {
	js, err := jetstream.New(conn)
	if err != nil {
		return nil, err
	}
	stream, err := js.Stream(ctx, streamName)
	if err != nil {
		return nil, err
	}
	q := &queue{conn: conn, stream: js}
	names := stream.ConsumerNames(ctx)
	for q.name = range names.Name() {
	}
	if err := names.Err(); err != nil {
		return nil, err
	}
	if q.shards, err = js.Consumer(ctx, streamName, q.name); err != nil {
		return nil, err
	}
	q.store, err = js.ObjectStore(ctx, storeName)
	return q, err
}
