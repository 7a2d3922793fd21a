package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// programs are grapevine and this program, built for the tests.
var programs struct{ grapevine, nats string }

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "grapevine-nats-")
	if err != nil {
		panic(err)
	}
	programs.grapevine, programs.nats = filepath.Join(dir, "grapevine"), filepath.Join(dir, "grapevine-nats")
	for _, c := range []*exec.Cmd{exec.Command("go", "build", "-o", programs.grapevine, "./cmd/grapevine"), exec.Command("go", "build", "-o", programs.nats, ".")} {
		if c.Args[len(c.Args)-1] != "." {
			c.Dir = "../.."
		}
		if out, err := c.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n%s", c, err, out)
			os.Exit(1)
		}
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

const ring = `
customers = 300
weeks = 40
talk = {}
network.friends = { kind = "edge-list", path = "ties/ring.csv" }
[[strategy]]
name = "now"
[[strategy]]
name = "louder"
advertising = { rate = 0.01 }
[sweep]
design = "random"
points = 24
replicates = 3
[sweep.vary]
"product.price" = { min = 30, max = 50 }
`

// laid makes a folder with a sweep that has run, "here", and one that is laid
// out, "shared".
func laid(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "ring.toml"), []byte(ring), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "ties"), 0o755); err != nil {
		t.Fatal(err)
	}
	grapevine(t, dir, "network", "make", "watts-strogatz", "--customers", "300", "-o", "ties/ring.csv")
	grapevine(t, dir, "sweep", "ring.toml", "-o", "here", "--no-plots")
	grapevine(t, dir, "sweep", "ring.toml", "-o", "shared", "--plan")
	return dir
}

func grapevine(t *testing.T, dir string, args ...string) {
	t.Helper()
	c := exec.Command(programs.grapevine, args...)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", c, err, out)
	}
}

// process is this program at work, with what it prints, line by line.
type process struct {
	*exec.Cmd
	lines chan string
}

func start(t *testing.T, dir, token string, args ...string) *process {
	t.Helper()
	c := exec.Command(programs.nats, args...)
	c.Dir, c.Env = dir, append(os.Environ(), "GRAPEVINE_TOKEN="+token)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.Stderr = c.Stdout
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{c, make(chan string, 1000)}
	go func() {
		for s := bufio.NewScanner(out); s.Scan(); {
			p.lines <- s.Text()
		}
		_, _ = io.Copy(io.Discard, out)
		close(p.lines)
	}()
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	return p
}

// await returns the first line that has a text in it.
func (p *process) await(t *testing.T, text string) string {
	t.Helper()
	late := time.After(time.Minute)
	var seen []string
	for {
		select {
		case line, more := <-p.lines:
			if !more {
				t.Fatalf("%q never came, but\n%s", text, strings.Join(seen, "\n"))
			}
			if seen = append(seen, line); strings.Contains(line, text) {
				return line
			}
		case <-late:
			t.Fatalf("%q does not come, but\n%s", text, strings.Join(seen, "\n"))
		}
	}
}

func alike(t *testing.T, dir string) {
	t.Helper()
	grapevine(t, dir, "sweep", "merge", "shared", "--no-plots")
	for _, name := range []string{"runs.csv", "summary.csv", "comparison.csv", "points.csv"} {
		a, err := os.ReadFile(filepath.Join(dir, "here", name))
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(dir, "shared", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs from that of one machine", name)
		}
	}
}

// A worker is killed over a shard, the coordinator is killed and comes back;
// the tables have the bytes of one machine. Who has not the token is not let
// in.
func TestLossesEndAlike(t *testing.T) {
	dir := laid(t)
	share := []string{"share", "shared", "--shards", "12", "--lease", "2s", "--program", programs.grapevine, "--here", "0"}
	first := start(t, dir, "secret", append(share, "--listen", "127.0.0.1:0")...)
	url := strings.Fields(first.await(t, "grapevine-nats work"))[3]

	intruder := start(t, dir, "guess", "work", url, "--program", programs.grapevine)
	intruder.await(t, "Authorization Violation")

	victim := start(t, dir, "secret", "work", url, "--program", programs.grapevine)
	victim.await(t, "shard ")
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	worker := start(t, dir, "secret", "work", url, "--program", programs.grapevine)
	first.await(t, "is there")
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait()
	second := start(t, dir, "secret", append(share, "--listen", strings.TrimPrefix(url, "nats://"))...)
	second.await(t, "every shard is there")
	if err := second.Wait(); err != nil {
		t.Error(err)
	}
	if err := worker.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	alike(t, dir)
}

// Without other machines, the coordinator's own workers do it all.
func TestAloneEndsAlike(t *testing.T) {
	dir := laid(t)
	p := start(t, dir, "", "share", "shared", "--shards", "5", "--program", programs.grapevine, "--listen", "127.0.0.1:0")
	p.await(t, "every shard is there")
	if err := p.Wait(); err != nil {
		t.Error(err)
	}
	alike(t, dir)
}

// A shard that grapevine refuses to run is not handed out for ever.
func TestRefusedShardsAreGivenUp(t *testing.T) {
	dir := laid(t)
	scenario := filepath.Join(dir, "shared", "scenario.toml")
	text, err := os.ReadFile(scenario)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(scenario, bytes.Replace(text, []byte("weeks = 40"), []byte("weeks = 41"), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	p := start(t, dir, "", "share", "shared", "--shards", "5", "--program", programs.grapevine, "--listen", "127.0.0.1:0", "--here", "1")
	p.await(t, "not the one that the sweep was planned from")
	if err := p.Wait(); err == nil {
		t.Error("the coordinator ended well")
	}
}

// An acknowledgement for a coordinator that is gone strikes nothing off the list
// of the next one, whose shards bear the same numbers; and a shard that was struck
// off without its journal is offered again, the others are not.
func TestAcknowledgementsOfBefore(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	begin := func(listen string) (*queue, func(), string) {
		s := &share{Dir: dir, Listen: listen, Token: "secret", Shards: 3}
		at, err := s.serve()
		if err != nil {
			t.Fatal(err)
		}
		conn, err := nats.Connect(at.ClientURL(), nats.Token("secret"))
		if err != nil {
			t.Fatal(err)
		}
		q, err := open(ctx, conn, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.offer(ctx, q, map[int]bool{1: true, 2: true, 3: true}); err != nil {
			t.Fatal(err)
		}
		return q, func() { conn.Close(); at.Shutdown(); at.WaitForShutdown() }, strings.TrimPrefix(at.ClientURL(), "nats://")
	}
	take := func(q *queue) jetstream.Msg {
		m, err := q.shards.Next()
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	left := func(q *queue) uint64 {
		stream, err := q.stream.Stream(ctx, streamName)
		if err != nil {
			t.Fatal(err)
		}
		return stream.CachedInfo().State.Msgs
	}
	first, end, address := begin("127.0.0.1:0")
	old := take(first).Reply()
	end()
	second, end, _ := begin(address)
	defer end()
	m := take(second)
	if _, err := second.conn.Request(old, []byte("+ACK"), 2*time.Second); !errors.Is(err, nats.ErrNoResponders) {
		t.Errorf("an acknowledgement of before is answered: %v", err)
	}
	if n := left(second); n != 3 {
		t.Fatalf("%d shards are left after an acknowledgement of before, want all 3", n)
	}
	if err := m.DoubleAck(ctx); err != nil {
		t.Fatal(err)
	}
	if n := left(second); n != 2 {
		t.Fatalf("%d shards are left, want 2: acknowledgements do nothing", n)
	}
	s := &share{Shards: 3}
	if err := s.offer(ctx, second, map[int]bool{1: true, 2: true, 3: true}); err != nil || left(second) != 3 {
		t.Errorf("%d shards after another offer, %v: want 3", left(second), err)
	}
}
