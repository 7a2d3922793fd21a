package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// shell runs the program by a line of the shell, in which it is called
// grapevine, and returns its exit code and what it printed.
func shell(t *testing.T, dir, line string) (int, string) {
	t.Helper()
	c := exec.Command("sh", "-c", line)
	c.Dir = dir
	printed, _ := c.CombinedOutput()
	return c.ProcessState.ExitCode(), string(printed)
}

// Wherever and under whatever limits the program runs, its results are the same
// bytes as undisturbed, or there are none and it says why.
func TestUnderLimits(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("limits are those of Unix")
	}
	if testing.Short() {
		t.Skip("starts the program some twenty times")
	}
	dir := place(t)
	if code, printed := shell(t, dir, "grapevine run market.toml -o whole --report --no-plots"); code != 0 {
		t.Fatal(printed)
	}
	whole := inPeace(t, filepath.Join(dir, "whole"))
	for i, c := range []struct {
		name, line string
		refuses    string // what is said; empty: the same bytes
		maybe      bool   // either will do
	}{
		{name: "many more workers than cores", line: "exec grapevine run market.toml -o OUT --report --no-plots --workers 200"},
		{name: "one core", line: "GOMAXPROCS=1 exec grapevine run market.toml -o OUT --report --no-plots"},
		{name: "closed standard output", line: "exec grapevine run market.toml -o OUT --report --no-plots >&-"},
		{name: "closed standard error and input", line: "exec grapevine run market.toml -o OUT --report --no-plots 2>&- <&-"},
		{name: "nobody listens", line: "{ sleep 0.05; exec grapevine run market.toml -o OUT --report --no-plots; } | true"},
		{name: "no terminal to speak of", line: "TERM=dumb exec grapevine run market.toml -o OUT --report --no-plots </dev/null"},
		{name: "another place and language", line: "TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8 LANG=de_DE exec grapevine run market.toml -o OUT --report --no-plots"},
		{name: "no home, no names", line: "exec env -i PATH=\"$PATH\" grapevine run market.toml -o OUT --report --no-plots"},
		{name: "nobody may read what is new", line: "umask 077; exec grapevine run market.toml -o OUT --report --no-plots"},
		{name: "few open files", line: "ulimit -n 24; exec grapevine run market.toml -o OUT --report --no-plots"},
		{name: "too few open files", line: "ulimit -n 12; exec grapevine run market.toml -o OUT --report --no-plots", refuses: "ulimit -n"},
		{name: "small files", line: "ulimit -f 4; exec grapevine run market.toml -o OUT --report --no-plots", refuses: "ulimit -f"},
		{name: "little memory", line: "ulimit -v 4000000; exec grapevine run market.toml -o OUT --report --no-plots", maybe: true},
		{name: "no memory", line: "ulimit -v 200000; exec grapevine run market.toml -o OUT --report --no-plots", maybe: true},
		{name: "little time", line: "ulimit -t 1; exec grapevine run market.toml -o OUT --set weeks=9000 --set customers=20000", maybe: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := fmt.Sprintf("out-%d", i)
			code, printed := shell(t, dir, strings.ReplaceAll(c.line, "OUT", out))
			_, err := os.Stat(filepath.Join(dir, out))
			switch {
			case err == nil && c.refuses == "":
				if got := inPeace(t, filepath.Join(dir, out)); !maps.Equal(whole, got) {
					t.Errorf("the results are not those of a run left in peace: %v", slices.Sorted(maps.Keys(got)))
				}
			case err == nil:
				t.Error("there are results, in spite of the limit")
			case !c.maybe && (code != exitFailed || c.refuses == "" || !strings.Contains(printed, c.refuses)):
				t.Errorf("no results; exit code %d, and it said:\n%s", code, printed)
			case code == 0 && runtime.GOOS == "linux":
				t.Errorf("no results, and all is well? It said:\n%s", printed)
			}
		})
	}
	// What a process that had no memory or time left behind goes with the next
	// results of that name; the others left nothing.
	for _, out := range []string{"out-12", "out-13", "out-14"} {
		shell(t, dir, "grapevine run market.toml --no-plots -q -o "+out)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Asked to stop by either signal, a command ends with the code for that, soon,
// and leaves whole results or none.
func TestAskedToStop(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("signals are those of Unix")
	}
	dir := place(t)
	if code, printed := shell(t, dir, "grapevine run market.toml -o ran"); code != 0 {
		t.Fatal(printed)
	}
	for i, line := range []string{
		"run market.toml --set replicates=100000 --no-plots -o OUT",
		"sweep killable.toml --set weeks=1500 -o OUT",
		"tornado killable.toml --set weeks=1500 -o OUT",
		"optimise killable.toml --strategy loud --lever product.price=30:50 --trials 2000 -o OUT",
		"network seeds watts-strogatz --customers 20000 -k 50 --judge 10000000",
	} {
		for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
			name, _, _ := strings.Cut(line, " -")
			t.Run(fmt.Sprintf("%s/%v", name, signal), func(t *testing.T) {
				out := fmt.Sprintf("out-%d-%d", i, signal)
				code, printed := shell(t, dir, fmt.Sprintf("grapevine %s & p=$!; sleep 0.3; kill -%d $p; wait $p", strings.ReplaceAll(line, "OUT", out), int(signal)))
				if code != exitInterrupted {
					t.Errorf("exit code %d, want %d:\n%s", code, exitInterrupted, printed)
				}
				if _, err := os.Stat(filepath.Join(dir, out, "manifest.json")); err == nil {
					if code, printed := shell(t, dir, "grapevine plot "+out); code != 0 {
						t.Errorf("what is there is not whole: %s", printed)
					}
				}
			})
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Two runs into one folder do not get into each other's way: the second to
// finish takes the next name. Both are whole.
func TestTwoRunsOneFolder(t *testing.T) {
	dir := place(t)
	var both sync.WaitGroup
	for range 2 {
		c, printed := process(t, dir, "run", "market.toml", "--replicates", "20", "-o", "out")
		both.Go(func() {
			if err := c.Wait(); err != nil && !strings.Contains(printed.String(), "holds results already") {
				t.Errorf("%v\n%s", err, printed)
			}
		})
	}
	both.Wait()
	one := inPeace(t, filepath.Join(dir, "out"))
	if _, err := os.Stat(filepath.Join(dir, "out-2")); err != nil {
		t.Skip("the first was done before the second began")
	}
	if !maps.Equal(one, inPeace(t, filepath.Join(dir, "out-2"))) {
		t.Error("the two differ")
	}
}

// A table cut short or with a bit turned is not drawn, reported, compared,
// exported or packed: the command names the file.
func TestDamagedResults(t *testing.T) {
	dir := place(t)
	if code, printed := shell(t, dir, "grapevine run market.toml -o ran --no-plots; grapevine sweep killable.toml -o swept --no-plots"); code != 0 {
		t.Fatal(printed)
	}
	r := rand.New(rand.NewPCG(3, 3))
	for _, folder := range []string{"ran", "swept"} {
		files := inPeace(t, filepath.Join(dir, folder))
		delete(files, "sweep.json")
		for _, name := range append(slices.Sorted(maps.Keys(files)), "manifest.json") {
			path := filepath.Join(dir, folder, name)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, hurt := range [][]byte{text[:r.IntN(len(text))], turned(text, r)} {
				if err := os.WriteFile(path, hurt, 0o644); err != nil {
					t.Fatal(err)
				}
				for _, args := range [][]string{{"plot", folder}, {"report", folder}, {"compare", folder, folder}, {"export", folder, "--format", "mesa"}, {"pack", folder}} {
					var out, told bytes.Buffer
					if code := runIn(t, dir, &out, &told, args...); code != exitUsage || !strings.Contains(told.String(), name) {
						t.Errorf("%v with a damaged %s: exit code %d\n%s%s", args, name, code, out.String(), told.String())
					}
				}
			}
			if err := os.WriteFile(path, text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if made, _ := filepath.Glob(filepath.Join(dir, "*-pack")); len(made) > 0 {
		t.Errorf("%v were made of damaged results", made)
	}
}

// turned returns a text with one bit the other way round.
func turned(text []byte, r *rand.Rand) []byte {
	hurt := slices.Clone(text)
	bit := r.IntN(8 * len(hurt))
	hurt[bit/8] ^= 1 << (bit % 8)
	return hurt
}

// runIn runs the program within this process, in a folder.
func runIn(t *testing.T, dir string, out, told *bytes.Buffer, args ...string) int {
	t.Helper()
	t.Chdir(dir)
	return Main(t.Context(), args, out, told)
}

// A sweep whose journal, plan or scenario is damaged ends in the same bytes, or
// is refused; it never takes what it cannot trust.
func TestDamagedSweeps(t *testing.T) {
	dir := place(t)
	var out, told bytes.Buffer
	if code := runIn(t, dir, &out, &told, "sweep", "killable.toml", "-o", "whole", "--no-plots"); code != 0 {
		t.Fatal(told.String())
	}
	whole := inPeace(t, filepath.Join(dir, "whole"))
	r := rand.New(rand.NewPCG(5, 5))
	times := 8
	if testing.Short() {
		times = 2
	}
	same, refused := 0, 0
	for k := range times {
		for _, name := range []string{"work/shard-0001-of-0001.journal", "sweep.json", "scenario.toml"} {
			for _, cut := range []bool{true, false} {
				folder := fmt.Sprintf("hurt-%d", k)
				if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join(dir, "whole"))); err != nil {
					t.Fatal(err)
				}
				path := filepath.Join(dir, folder, filepath.FromSlash(name))
				text, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				hurt := turned(text, r)
				if cut {
					hurt = text[:r.IntN(len(text))]
				}
				if err := os.WriteFile(path, hurt, 0o644); err != nil {
					t.Fatal(err)
				}
				for _, args := range [][]string{{"sweep", "merge", folder, "--no-plots"}, {"sweep", "killable.toml", "-o", folder, "--resume", "--no-plots"}} {
					out.Reset()
					told.Reset()
					switch code := runIn(t, dir, &out, &told, args...); {
					case code == 0 && !maps.Equal(whole, inPeace(t, filepath.Join(dir, folder))):
						t.Errorf("%v with a damaged %s made other tables", args, name)
					case code == 0 && !cut && strings.HasPrefix(name, "work/") && !strings.Contains(told.String(), "is damaged from byte"):
						t.Errorf("%v with a bit turned in %s says nothing of it: %s", args, name, told.String())
					case code == 0:
						same++
					case told.Len() == 0 || strings.Contains(told.String(), "panic"):
						t.Errorf("%v with a damaged %s: exit code %d\n%s", args, name, code, told.String())
					default:
						refused++
					}
				}
				os.RemoveAll(filepath.Join(dir, folder))
			}
		}
	}
	if same == 0 || refused == 0 {
		t.Errorf("%d came out the same, %d were refused: a test without power", same, refused)
	}
}

// What a clock says gets into no result: it is asked for how long a command
// takes, and for nothing else.
func TestClockIsNoResult(t *testing.T) {
	asked := regexp.MustCompile(`\btime\.(Now|Since|Until)\(`)
	allowed := map[string]string{
		"cmd/grapevine/run.go":            "timing.json",
		"cmd/grapevine/sweep.go":          "how long a sweep would take",
		"cmd/grapevine/network_seeds.go":  "how long a way of seeding takes, which is printed",
		"sim/experiment/sweep/journal.go": "when the journal was last put on the disk",
		"engines/nats/work.go":            "whether a worker is alive",
		"bench/ours/main.go":              "how long the work takes, which is what is measured",
	}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, path)
		if name = filepath.ToSlash(name); asked.Match(text) && allowed[name] == "" {
			t.Errorf("%s asks for the time: what for? If for no result, name it here", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
