package main

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
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

	"grapevine/sim/results"
)

var kills = flag.Int("kills", 0, "how often each command is killed; a few times if left out")

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

// A command that is killed again and again, at any moment from its start to its
// end, ends in the same bytes once it is left in peace, and has left nothing
// behind by then.
func TestKilledProcesses(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("killed processes are those of Unix")
	}
	often := max(2, *kills)
	if testing.Short() {
		often = 1
	}
	dir := place(t)
	must := func(args ...string) {
		t.Helper()
		c, printed := process(t, dir, args...)
		if err := c.Wait(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, printed)
		}
	}
	must("run", "market.toml", "-o", "ran", "--report", "--customers")
	must("sweep", "killable.toml", "-o", "swept", "--no-plots")
	for i := 1; i <= 2; i++ {
		must("sweep", "killable.toml", "-o", "shards", "--shard", fmt.Sprintf("%d/2", i))
	}
	r := rand.New(rand.NewPCG(7, 7))
	for _, k := range []struct {
		name    string
		again   bool     // the command may meet its own results: they are moved away first if not
		from    string   // a folder that the command works in; it gets a copy
		command []string // OUT is the folder to look at
	}{
		{name: "run", command: []string{"run", "market.toml", "-o", "OUT", "--report", "--customers"}},
		{name: "run --force", again: true, from: "ran", command: []string{"run", "market.toml", "-o", "OUT", "--report", "--customers", "--force"}},
		{name: "sweep and resume", again: true, command: []string{"sweep", "killable.toml", "-o", "OUT", "--no-plots", "--resume"}},
		{name: "merge", again: true, from: "shards", command: []string{"sweep", "merge", "OUT", "--no-plots"}},
		{name: "report", again: true, from: "ran", command: []string{"report", "OUT"}},
		{name: "plot", again: true, from: "ran", command: []string{"plot", "OUT"}},
		{name: "export", command: []string{"export", "ran", "--format", "parquet", "-o", "OUT"}},
		{name: "pack", command: []string{"pack", "ran", "-o", "OUT"}},
	} {
		t.Run(k.name, func(t *testing.T) {
			args := func(out string) (all []string) {
				if k.from != "" {
					if err := os.CopyFS(filepath.Join(dir, out), os.DirFS(filepath.Join(dir, k.from))); err != nil {
						t.Fatal(err)
					}
				}
				for _, a := range k.command {
					all = append(all, strings.ReplaceAll(a, "OUT", out))
				}
				return all
			}
			name := strings.ReplaceAll(k.name, " ", "-")
			started := time.Now()
			must(args("whole-" + name)...)
			took := time.Since(started)
			whole := inPeace(t, filepath.Join(dir, "whole-"+name))
			for landed, folder := 0, 0; landed < often; folder++ {
				out := fmt.Sprintf("%s-%d", name, folder)
				command := args(out)
				patience := float64(took) // grows, for the machine may have become slower
				for done := false; !done; patience *= 1.3 {
					c, printed := process(t, dir, command...)
					late := time.AfterFunc(time.Duration(r.Float64()*patience), func() { c.Process.Kill() })
					err := c.Wait()
					late.Stop()
					status, ok := c.ProcessState.Sys().(syscall.WaitStatus)
					killed := ok && status.Signal() == syscall.SIGKILL
					switch _, there := os.Stat(filepath.Join(dir, out, "manifest.json")); {
					case err == nil:
						done = true
					case !killed && !k.again && there == nil: // it was there whole already when the last kill came
						done = true
					case !killed:
						t.Fatalf("after %d kills: %v\n%s", landed, err, printed)
					default:
						landed++
						if k.name != "sweep and resume" && k.name != "merge" && there == nil {
							if wrong, err := results.Verify(filepath.Join(dir, out)); err != nil || len(wrong) > 0 {
								t.Errorf("after %d kills the results are not whole: %v %v", landed, wrong, err)
							}
						}
					}
				}
				got := inPeace(t, filepath.Join(dir, out))
				for file := range whole {
					if whole[file] != got[file] {
						t.Errorf("%s of %s differs from that of a command left in peace", file, out)
					}
					delete(got, file)
				}
				for file := range got {
					t.Errorf("%s of %s is not there if the command is left in peace", file, out)
				}
			}
			// What a kill left beside the results goes with the next that have that
			// name: a refusal, too, clears it away.
			left, _ := filepath.Glob(filepath.Join(dir, ".*"))
			if len(left) > 0 {
				t.Errorf("%v was left behind", left)
			}
		})
	}
}

// inPeace reads what is in a folder, but for the clock, the words of the
// command line, and the journals, whose order is that of the processors.
func inPeace(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		switch {
		case err != nil:
			return err
		case d.IsDir() && name == "work":
			return fs.SkipDir
		case d.IsDir(), name == "timing.json", name == "manifest.json", name == "README.md":
			return nil
		}
		text, err := os.ReadFile(path)
		all[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
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
