package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// killable is a sweep of 120 tasks, long enough to be killed in.
const killable = `
base = "market.toml"
customers = 150
weeks = 12
[sweep]
design = "random"
points = 40
replicates = 3
[sweep.vary]
"product.price" = { min = 30, max = 50 }
"talk.persuasion.friends" = [0.02, 0.1]
`

// process starts the program itself, not a function of it, in a folder.
func process(t *testing.T, dir string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	path, err := exec.LookPath("grapevine") // that of TestMain
	if err != nil {
		t.Fatal(err)
	}
	var printed bytes.Buffer
	c := exec.Command(path, args...)
	c.Dir, c.Stdout, c.Stderr = dir, &printed, &printed
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, &printed
}

// place makes a folder with the scenario of the tests.
func place(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	market, err := os.ReadFile("testdata/market.toml")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"market.toml": string(market), "killable.toml": killable} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// sameTables wants a sweep's folder to hold the tables of another, and nothing
// half-written.
func sameTables(t *testing.T, want, got string) {
	t.Helper()
	for _, name := range []string{"runs.csv", "summary.csv", "comparison.csv", "points.csv", "scenario.toml", "sweep.json"} {
		a, err := os.ReadFile(filepath.Join(want, name))
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(got, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s of %s differs from that of a sweep left in peace", name, got)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(got, ".*")); len(left) > 0 {
		t.Errorf("%v was left behind", left)
	}
}

// A sweep whose process is killed again and again, at any moment from its
// start to the merge, ends in the same bytes once it is left in peace.
func TestKilledProcesses(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("killed processes are those of Unix")
	}
	kills := 24
	if testing.Short() {
		kills = 3
	}
	dir := place(t)
	started := time.Now()
	c, printed := process(t, dir, "sweep", "killable.toml", "-o", "whole", "--no-plots")
	if err := c.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	took := time.Since(started)
	r := rand.New(rand.NewPCG(7, 7))
	landed := 0
	for folder := 0; landed < kills; folder++ {
		out := fmt.Sprintf("killed-%d", folder)
		for {
			c, printed := process(t, dir, "sweep", "killable.toml", "-o", out, "--resume", "--no-plots")
			late := time.AfterFunc(time.Duration(r.Float64()*float64(took)), func() { c.Process.Kill() })
			err := c.Wait()
			late.Stop()
			if err == nil {
				break
			}
			if status, ok := c.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
				t.Fatalf("after %d kills: %v\n%s", landed, err, printed)
			}
			landed++
		}
		sameTables(t, filepath.Join(dir, "whole"), filepath.Join(dir, out))
	}
	t.Logf("%d kills within %s", landed, took.Round(time.Millisecond))
}

// Asked to stop, a sweep says what it kept and how to go on. Another process
// does not get into its folder meanwhile; shares that start together in a new
// folder get along.
func TestProcessesInOneFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("signals are those of Unix")
	}
	dir := place(t)
	journal := filepath.Join(dir, "one", "work", "shard-0001-of-0001.journal")
	first, printed := process(t, dir, "sweep", "killable.toml", "-o", "one", "--set", "weeks=1500")
	for range 1000 {
		if _, err := os.Stat(journal); err == nil {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	second, refusal := process(t, dir, "sweep", "killable.toml", "-o", "one", "--set", "weeks=1500", "--resume")
	if err := second.Wait(); err == nil || !strings.Contains(refusal.String(), "another process works on") {
		t.Errorf("a second process: %v\n%s", err, refusal)
	}
	if err := first.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if _ = first.Wait(); first.ProcessState.ExitCode() != exitInterrupted || !strings.Contains(printed.String(), "--resume") {
		t.Errorf("asked to stop: %v\n%s", first.ProcessState, printed)
	}

	const n = 4
	var all sync.WaitGroup
	for i := 1; i <= n; i++ {
		c, printed := process(t, dir, "sweep", "killable.toml", "-o", "shares", "--shard", fmt.Sprintf("%d/%d", i, n))
		all.Go(func() {
			if err := c.Wait(); err != nil {
				t.Errorf("shard %d/%d: %v\n%s", i, n, err, printed)
			}
		})
	}
	all.Wait()
	for _, args := range [][]string{{"sweep", "merge", "shares", "--no-plots"}, {"sweep", "killable.toml", "-o", "whole", "--no-plots"}} {
		c, printed := process(t, dir, args...)
		if err := c.Wait(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, printed)
		}
	}
	sameTables(t, filepath.Join(dir, "whole"), filepath.Join(dir, "shares"))
}
