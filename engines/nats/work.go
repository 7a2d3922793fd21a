package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// work is a worker: it asks for shards, runs them by grapevine in a folder of
// its own, and sends their journals back.
type work struct {
	URL     string `arg:"" help:"Where the coordinator is, as it says."`
	Token   string `env:"GRAPEVINE_TOKEN" help:"The coordinator's token."`
	Program string `default:"grapevine" help:"The program grapevine, of the version that planned the sweep."`
}

// patience is how long a worker asks a coordinator that does not answer, or
// has nothing to do but shards that others are at.
const patience = 2 * time.Minute

// Run carries the command out.
func (w *work) Run(ctx context.Context) error {
	conn, err := nats.Connect(w.URL, nats.Token(w.Token), nats.MaxReconnects(int(patience/time.Second)), nats.ReconnectWait(time.Second))
	if err != nil {
		return fmt.Errorf("%s: %w; is the coordinator running, and the token its own (GRAPEVINE_TOKEN)?", w.URL, err)
	}
	defer conn.Close()
	return w.labour(ctx, conn)
}

// labour runs shards as they come, until the coordinator is gone.
func (w *work) labour(ctx context.Context, conn *nats.Conn) error {
	dir, err := os.MkdirTemp("", "grapevine-shards-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Mkdir(filepath.Join(dir, "work"), 0o755); err != nil {
		return err
	}
	var q *queue
	for asked := time.Now(); ctx.Err() == nil && !conn.IsClosed() && time.Since(asked) < patience; {
		if q == nil {
			if q, err = join(ctx, conn); err != nil {
				q = nil
				pause(ctx)
				continue
			}
		}
		batch, err := q.shards.Fetch(1, jetstream.FetchMaxWait(time.Second))
		if err != nil {
			q = nil // the coordinator may come back with a new queue
			pause(ctx)
			continue
		}
		for m := range batch.Messages() {
			var refused *refusal
			if err := w.shard(ctx, q, m, dir); errors.As(err, &refused) {
				return err
			} else if err != nil && ctx.Err() == nil {
				// The coordinator may be gone, with what it would have answered.
				fmt.Fprintf(os.Stderr, "shard %s: %v\n", m.Data(), err)
			}
			asked = time.Now()
		}
		if err := batch.Error(); err != nil && !errors.Is(err, nats.ErrTimeout) {
			q = nil
			pause(ctx)
		}
	}
	return ctx.Err()
}

func pause(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(500 * time.Millisecond):
	}
}

// refusal is a folder that grapevine will not work in: trying again is no use.
type refusal struct{ why string }

func (r *refusal) Error() string { return r.why }

// shard runs a shard and sends its journal; what goes wrong is left to be
// handed out again, but for a folder that grapevine refuses.
func (w *work) shard(ctx context.Context, q *queue, m jetstream.Msg, dir string) error {
	name := string(m.Data())
	if err := fetch(ctx, q.store, dir); err != nil {
		return errors.Join(fmt.Errorf("the folder of the sweep: %w", err), m.Nak())
	}
	fmt.Printf("shard %s\n", name)
	done := make(chan struct{})
	defer close(done)
	go func() { // the lease is renewed as long as this process lives
		for tick := time.NewTicker(500 * time.Millisecond); ; {
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
				_ = m.InProgress()
			}
		}
	}()
	out, err := exec.CommandContext(ctx, w.Program, "sweep", "shard", dir, name, "--workers", "1").CombinedOutput()
	code := 0
	var ended *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return errors.Join(ctx.Err(), m.Nak())
	case errors.As(err, &ended):
		code = ended.ExitCode()
	case err != nil:
		code = 2 // there is no such program
		out = []byte(err.Error())
	}
	switch code {
	case 0, 4: // 4: some runs failed, which the merge keeps apart
	case 2:
		text := fmt.Sprintf("shard %s: %s", name, strings.TrimSpace(string(out)))
		return errors.Join(&refusal{text}, q.conn.Publish(faultSubject, []byte(text)), m.Term())
	default:
		fmt.Fprintf(os.Stderr, "shard %s ended with %d and goes back: %s\n", name, code, out)
		return m.NakWithDelay(time.Second)
	}
	i, n, _ := strings.Cut(name, "/")
	number, err := strconv.Atoi(i)
	of, err2 := strconv.Atoi(n)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	if err := send(ctx, q.store, dir, journal(number, of)); err != nil {
		return errors.Join(fmt.Errorf("it could not be sent and goes back: %w", err), m.NakWithDelay(time.Second))
	}
	return m.DoubleAck(ctx)
}

// fetch brings the plan, the scenario and the graphs that it reads here.
func fetch(ctx context.Context, store jetstream.ObjectStore, dir string) error {
	all, err := store.List(ctx)
	if err != nil {
		return err
	}
	for _, file := range all {
		graph := strings.HasPrefix(file.Name, graphObjects+"/") && filepath.IsLocal(file.Name)
		if !graph && file.Name != planObject && file.Name != sceneObject {
			continue
		}
		path := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := store.GetFile(ctx, file.Name, path); err != nil {
			return err
		}
	}
	return nil
}

// send puts a journal into the store under its name.
func send(ctx context.Context, store jetstream.ObjectStore, dir, name string) error {
	f, err := os.Open(filepath.Join(dir, "work", name))
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = store.Put(ctx, jetstream.ObjectMeta{Name: name}, f)
	return err
}
