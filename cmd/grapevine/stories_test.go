package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"grapevine/sim/results"
)

var rewrite = flag.Bool("stories", false, "write anew what the stories show that commands print")

func TestMain(m *testing.M) {
	if runtime.GOOS == "js" { // no programs can be started there, and so no stories played
		os.Exit(m.Run())
	}
	testscript.Main(m, map[string]func(){"grapevine": main})
}

// What people do with the program, a story a file: the commands, what they
// print, the files they leave and the exit codes.
func TestStories(t *testing.T) {
	market, err := os.ReadFile("testdata/market.toml")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata", UpdateScripts: *rewrite, RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			return os.WriteFile(filepath.Join(e.WorkDir, "market.toml"), market, 0o666)
		},
		Condition: condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": code, "rows": rows, "keeps": keeps, "alike": alike, "files": files,
			"object": object, "fill": fill, "interrupt": interrupt, "mount": mount, "weekly": weekly, "replicates": replicates,
		},
	})
}

// code N command… runs the program and wants it to end with an exit code.
func code(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		failed, ok := err.(*exec.ExitError)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = failed.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func opened(ts *testscript.TestScript, path string) *results.Table {
	t, err := results.Read(ts.MkAbs(path))
	ts.Check(err)
	return t
}

// rows FILE N wants a table to have N rows, all with as many cells as the header.
func rows(ts *testscript.TestScript, _ bool, args []string) {
	if got := opened(ts, args[0]).Rows(); strconv.Itoa(got) != args[1] {
		ts.Fatalf("%s has %d rows, want %s", args[0], got, args[1])
	}
}

// keeps OLD NEW wants every row of an old table to be in a new one, in the
// same order.
func keeps(ts *testscript.TestScript, _ bool, args []string) {
	before, after := lines(ts, args[0]), lines(ts, args[1])
	at := 0
	for _, line := range before {
		k := slices.Index(after[at:], line)
		if k < 0 {
			ts.Fatalf("%s has no row %s", args[1], line)
		}
		at += k + 1
	}
	if len(before) < 2 || len(after) <= len(before) {
		ts.Fatalf("%d rows in %s, %d in %s: nothing was added", len(before), args[0], len(after), args[1])
	}
}

func lines(ts *testscript.TestScript, path string) []string {
	return strings.Split(strings.TrimSpace(ts.ReadFile(path)), "\n")
}

// below lists the files below a folder with what is in them.
func below(ts *testscript.TestScript, dir string) map[string]string {
	all := map[string]string{}
	dir = ts.MkAbs(dir)
	ts.Check(filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		data, err := os.ReadFile(path)
		all[filepath.ToSlash(name)] = string(data)
		return err
	}))
	return all
}

// alike A B wants two folders to hold the same bytes but for the clock.
func alike(ts *testscript.TestScript, _ bool, args []string) {
	a, b := below(ts, args[0]), below(ts, args[1])
	if len(a) != len(b) || len(a) < 10 {
		ts.Fatalf("%d files in %s, %d in %s", len(a), args[0], len(b), args[1])
	}
	for name := range a {
		if name != "timing.json" && a[name] != b[name] {
			ts.Fatalf("%s differs", name)
		}
	}
}

// files DIR NAME… wants a folder to hold these and no others, hidden ones
// included; plots count by their folder.
func files(ts *testscript.TestScript, _ bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, args[1:]) {
		ts.Fatalf("%s holds %v, want %v", args[0], got, args[1:])
	}
}

// object [KEY…] wants standard output to be one JSON object with a version,
// and these keys.
func object(ts *testscript.TestScript, _ bool, args []string) {
	decode := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	var all map[string]json.RawMessage
	ts.Check(decode.Decode(&all))
	if decode.More() {
		ts.Fatalf("there is more than one object")
	}
	for _, key := range append(args, "version") {
		if len(all[key]) == 0 {
			ts.Fatalf("there is no %q in %s", key, ts.ReadFile("stdout"))
		}
	}
}

// fill FILE TEXT N writes a text N times.
func fill(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte(args[1]), n), 0o666))
}

// mount DIR OPTIONS gives a folder a file system of its own for the rest of
// the story.
func mount(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o777))
	out, err := exec.Command("mount", "-t", "tmpfs", "-o", args[1], "tmpfs", dir).CombinedOutput()
	if err != nil {
		ts.Fatalf("%v: %s", err, out)
	}
	ts.Defer(func() { _ = exec.Command("umount", dir).Run() })
}

// condition tells what this machine allows.
func condition(name string) (bool, error) {
	switch name {
	case "mounting":
		dir, err := os.MkdirTemp("", "mounting")
		if err != nil {
			return false, err
		}
		defer os.RemoveAll(dir)
		if exec.Command("mount", "-t", "tmpfs", "tmpfs", dir).Run() != nil {
			return false, nil
		}
		return true, exec.Command("umount", dir).Run()
	case "lossy":
		_, err := os.Stat("/dev/full")
		return err == nil, nil
	}
	return false, fmt.Errorf("there is no condition %q", name)
}

// interrupt PATTERN command… starts the program, interrupts it once there is a
// file of that name with something in it, and wants it to end as interrupted
// soon. What it prints is in the files out and err.
func interrupt(ts *testscript.TestScript, _ bool, args []string) {
	path, err := exec.LookPath("grapevine") // the test's own
	ts.Check(err)
	out, err := os.Create(ts.MkAbs("out"))
	ts.Check(err)
	defer out.Close()
	errs, err := os.Create(ts.MkAbs("err"))
	ts.Check(err)
	defer errs.Close()
	c := exec.Command(path, args[2:]...)
	c.Dir, c.Stdout, c.Stderr = ts.MkAbs("."), out, errs
	ts.Check(c.Start())
	await(ts, args[0])
	ts.Check(c.Process.Signal(os.Interrupt))
	late := time.AfterFunc(time.Minute, func() { _ = c.Process.Kill() })
	defer late.Stop()
	if _ = c.Wait(); c.ProcessState.ExitCode() != exitInterrupted {
		ts.Fatalf("%v, want exit code %d\n%s", c.ProcessState, exitInterrupted, ts.ReadFile("err"))
	}
}

// await waits until there is a file of that name with something in it.
func await(ts *testscript.TestScript, pattern string) {
	for range 3000 {
		found, err := filepath.Glob(ts.MkAbs(pattern))
		ts.Check(err)
		for _, path := range found {
			if info, err := os.Stat(path); err == nil && info.Size() > 0 {
				return
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s never comes", pattern)
}

// weekly FILE WEEKS CUSTOMERS wants a series to have for every run the weeks
// from 0 on, in order, with everybody in one stage.
func weekly(ts *testscript.TestScript, _ bool, args []string) {
	weeks, err := strconv.Atoi(args[1])
	ts.Check(err)
	t := opened(ts, args[0])
	column := func(name string) []float64 {
		xs, err := t.Floats(name)
		ts.Check(err)
		return xs
	}
	sum := make([]float64, t.Rows())
	for _, stage := range []string{"unaware", "aware", "considering", "customer", "loyal", "advocate", "lapsed"} {
		for row, n := range column("n_" + stage) {
			sum[row] += n
		}
	}
	unaware := column("n_unaware")
	margin, cost, profit := column("margin"), column("cost"), column("profit")
	for row, week := range column("week") {
		if int(week) != row%(weeks+1) {
			ts.Fatalf("row %d is of week %g, want %d", row, week, row%(weeks+1))
		}
		if strconv.Itoa(int(sum[row])) != args[2] {
			ts.Fatalf("row %d: the stages hold %g of %s customers", row, sum[row], args[2])
		}
		if week == 0 && unaware[row] != sum[row] {
			ts.Fatalf("row %d: week 0 is not the initial state", row)
		}
		if d := margin[row] - cost[row] - profit[row]; d > 1e-6 || d < -1e-6 {
			ts.Fatalf("row %d: margin less cost is not the profit", row)
		}
	}
	if t.Rows()%(weeks+1) != 0 {
		ts.Fatalf("%d rows are no whole number of runs", t.Rows())
	}
}

// replicates DIR STRATEGIES WEEKS wants the tables of an interrupted run to
// hold whole replicates, the same in all of them.
func replicates(ts *testscript.TestScript, _ bool, args []string) {
	strategies, err := strconv.Atoi(args[1])
	ts.Check(err)
	weeks, err := strconv.Atoi(args[2])
	ts.Check(err)
	runs, series := opened(ts, filepath.Join(args[0], "runs.csv")), opened(ts, filepath.Join(args[0], "series.csv"))
	m, err := results.ReadManifest(ts.MkAbs(args[0]))
	ts.Check(err)
	if n := runs.Rows(); n != strategies*m.Replicates || n == 0 || series.Rows() != n*(weeks+1) {
		ts.Fatalf("%d runs, %d weeks, %d replicates in the manifest", n, series.Rows(), m.Replicates)
	}
	if wrong, err := results.Verify(ts.MkAbs(args[0])); err != nil || len(wrong) > 0 {
		ts.Fatalf("the folder does not verify: %v %v", wrong, err)
	}
}
