package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// share is the coordinator. Killed, it is started again by the same command:
// the folder knows what is missing, and its server keeps nothing beyond that.
type share struct {
	Dir     string        `arg:"" help:"Folder of the sweep, laid out by grapevine sweep --plan."`
	Shards  int           `default:"100" help:"Number of shards."`
	Listen  string        `default:"127.0.0.1:4222" help:"Address for workers; this machine alone can reach the default."`
	Token   string        `env:"GRAPEVINE_TOKEN" help:"What workers must show; made up if left out."`
	Here    int           `default:"-1" help:"Workers on this machine; one a core if left out."`
	Program string        `default:"grapevine" help:"The program grapevine."`
	Lease   time.Duration `default:"15s" help:"Silence after which a worker counts as lost."`
}

// Run carries the command out.
func (s *share) Run(ctx context.Context) error {
	missing, err := s.missing(ctx)
	if err != nil {
		return err
	}
	if s.Token == "" {
		s.Token = rand.Text()
	}
	at, err := s.serve()
	if err != nil {
		return err
	}
	defer at.WaitForShutdown()
	defer at.Shutdown()
	conn, err := nats.Connect("", nats.InProcessServer(at), nats.Token(s.Token))
	if err != nil {
		return err
	}
	defer conn.Close()
	q, err := open(ctx, conn, s.Lease)
	if err != nil {
		return err
	}
	lost, err := q.lost()
	if err != nil {
		return err
	}
	if err := s.publish(ctx, q, missing); err != nil {
		return err
	}
	fmt.Printf("%d of %d shards are to run; to join from another terminal or machine:\n  GRAPEVINE_TOKEN=%s grapevine-nats work %s\n", len(missing), s.Shards, s.Token, at.ClientURL())
	inner, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	if s.Here < 0 {
		s.Here = runtime.GOMAXPROCS(0)
	}
	for range s.Here {
		w := &work{Program: s.Program}
		all.Go(func() { _ = w.labour(inner, conn) })
	}
	if err := s.collect(ctx, q, missing, lost); err != nil {
		return err
	}
	fmt.Printf("every shard is there\nnext: %s sweep merge %s\n", s.Program, s.Dir)
	return nil
}

// missing asks which shards have not run.
func (s *share) missing(ctx context.Context) (map[int]bool, error) {
	c := exec.CommandContext(ctx, s.Program, "sweep", "status", s.Dir, "--shards", strconv.Itoa(s.Shards))
	var faults strings.Builder
	c.Stderr = &faults
	out, err := c.Output()
	var ended *exec.ExitError
	if err != nil && !(errors.As(err, &ended) && ended.ExitCode() == 1) {
		return nil, fmt.Errorf("%s: %w\n%s", c, err, faults.String())
	}
	all := map[int]bool{}
	for line := range strings.Lines(string(out)) {
		list, found := strings.CutPrefix(strings.TrimSpace(line), "shards still to run: ")
		if !found {
			continue
		}
		for part := range strings.SplitSeq(list, ",") {
			from, to, is := strings.Cut(part, "-")
			if !is {
				to = from
			}
			low, err := strconv.Atoi(from)
			high, err2 := strconv.Atoi(to)
			if err := errors.Join(err, err2); err != nil {
				return nil, err
			}
			for i := low; i <= high; i++ {
				all[i] = true
			}
		}
	}
	return all, nil
}

// serve starts the server.
func (s *share) serve() (*server.Server, error) {
	host, port, err := net.SplitHostPort(s.Listen)
	if err != nil {
		return nil, fmt.Errorf("--listen = %q: %w; want HOST:PORT, as 127.0.0.1:4222", s.Listen, err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("--listen = %q: %w; want HOST:PORT, as 127.0.0.1:4222", s.Listen, err)
	}
	if number == 0 {
		number = server.RANDOM_PORT
	}
	store := filepath.Join(s.Dir, "work", "nats")
	if err := os.RemoveAll(store); err != nil {
		return nil, err
	}
	at, err := server.NewServer(&server.Options{Host: host, Port: number, Authorization: s.Token, JetStream: true, StoreDir: store, NoSigs: true})
	if err != nil {
		return nil, err
	}
	at.Start()
	if !at.ReadyForConnections(10 * time.Second) {
		at.Shutdown()
		return nil, fmt.Errorf("the server does not start at %s: is the port in use? Name another with --listen", s.Listen)
	}
	return at, nil
}

// publish puts the folder's files and the missing shards where workers find
// them.
func (s *share) publish(ctx context.Context, q *queue, missing map[int]bool) error {
	for _, name := range []string{planObject, sceneObject} {
		data, err := os.ReadFile(filepath.Join(s.Dir, name))
		if err != nil {
			return err
		}
		if _, err := q.store.PutBytes(ctx, name, data); err != nil {
			return err
		}
	}
	if err := s.graphs(ctx, q.store); err != nil {
		return err
	}
	return s.offer(ctx, q, missing)
}

// graphs puts those that the scenario reads into the store.
func (s *share) graphs(ctx context.Context, store jetstream.ObjectStore) error {
	folder := os.DirFS(s.Dir)
	if _, err := fs.Stat(folder, graphObjects); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fs.WalkDir(folder, graphObjects, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		_, err = store.PutBytes(ctx, name, data)
		return err
	})
}

// offer puts shards into the stream. Those that are there still, waiting or
// with a worker, the stream refuses.
func (s *share) offer(ctx context.Context, q *queue, missing map[int]bool) error {
	for i := range missing {
		_, err := q.stream.Publish(ctx, fmt.Sprintf("%s.%d", shardSubject, i), fmt.Appendf(nil, "%d/%d", i, s.Shards))
		var refused *jetstream.APIError
		if errors.As(err, &refused) && refused.Description == server.ErrMaxMsgsPerSubject.Error() {
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lost tells of shards that are given up: those that were handed out too
// often, and those whose worker says that trying again is no use.
func (q *queue) lost() (<-chan string, error) {
	lost := make(chan string, 1)
	tell := func(text string) {
		select {
		case lost <- text:
		default: // the first is enough
		}
	}
	_, err := q.conn.Subscribe("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES."+streamName+"."+q.name, func(m *nats.Msg) {
		var advisory struct {
			Sequence uint64 `json:"stream_seq"`
		}
		_ = json.Unmarshal(m.Data, &advisory) // it is said that one is lost, if not which
		tell(fmt.Sprintf("shard message %d was handed out %d times, and every worker was lost over it", advisory.Sequence, deliveries))
	})
	if err != nil {
		return nil, err
	}
	_, err = q.conn.Subscribe(faultSubject, func(m *nats.Msg) { tell(string(m.Data)) })
	return lost, err
}

// collect puts the journals that come back into the folder, each whole. A shard
// that was struck off without its journal is offered again.
func (s *share) collect(ctx context.Context, q *queue, missing map[int]bool, lost <-chan string) error {
	named := map[string]int{}
	for i := range missing {
		named[journal(i, s.Shards)] = i
	}
	come, err := q.store.Watch(ctx)
	if err != nil {
		return err
	}
	defer come.Stop()
	total := len(missing)
	again := time.NewTicker(s.Lease)
	defer again.Stop()
	for len(missing) > 0 {
		select {
		case <-ctx.Done():
			return fmt.Errorf("interrupted: %d shards are still to run; the same command goes on", len(missing))
		case why := <-lost:
			return errors.New(why)
		case <-again.C:
			if err := s.offer(ctx, q, missing); err != nil {
				return err
			}
		case info := <-come.Updates():
			if info == nil || info.Deleted {
				continue
			}
			i, is := named[info.Name]
			if !is || !missing[i] {
				continue
			}
			if err := s.keep(ctx, q.store, info.Name); err != nil {
				if ctx.Err() == nil { // a second worker may be sending it anew: it comes again
					fmt.Fprintf(os.Stderr, "shard %d could not be taken in: %v\n", i, err)
				}
				continue
			}
			delete(missing, i)
			fmt.Printf("shard %d is there: %d of %d\n", i, total-len(missing), total)
		}
	}
	return nil
}

// keep writes a journal that came back into the folder; the store checks its
// SHA-256.
func (s *share) keep(ctx context.Context, store jetstream.ObjectStore, name string) error {
	path := filepath.Join(s.Dir, "work", name)
	if err := store.GetFile(ctx, name, path+".partial"); err != nil {
		return err
	}
	if err := os.Rename(path+".partial", path); err != nil {
		return err
	}
	return store.Delete(ctx, name)
}
