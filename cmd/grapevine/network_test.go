package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// call runs the program as a user would.
func call(args ...string) (code int, out, err string) {
	var stdout, stderr bytes.Buffer
	code = Main(context.Background(), args, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// A graph that is made, converted and described is the same graph, and no file
// is replaced unasked.
func TestNetworkCommands(t *testing.T) {
	dir := t.TempDir()
	made, again := filepath.Join(dir, "made.graphml.gz"), filepath.Join(dir, "again.csv")
	for _, args := range [][]string{
		{"network", "make", "barabasi-albert", "--customers", "200", "--set", "attach=2", "--seed", "7", "-o", made},
		{"network", "convert", made, again},
	} {
		if code, out, err := call(args...); code != 0 || !strings.Contains(out, "200 customers, 396 ties") {
			t.Fatalf("%v: exit %d, %q, %q", args, code, out, err)
		}
	}
	if code, _, err := call("network", "convert", made, again); code != exitUsage || !strings.Contains(err, "--force") {
		t.Errorf("a file was replaced unasked: exit %d, %q", code, err)
	}
	if code, _, err := call("network", "convert", made, again, "--force"); code != 0 {
		t.Errorf("exit %d, %q", code, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 2 {
		t.Errorf("files %v, want two", left)
	}
	_, fromFile, told := call("network", "stats", again, "--seed", "7")
	_, fromKind, _ := call("network", "stats", "barabasi-albert", "--customers", "200", "--set", "attach=2", "--seed", "7")
	if fromFile != fromKind || !strings.Contains(fromFile, "assortativity") || !strings.Contains(told, "undirected") {
		t.Errorf("of the file: %s\nof the kind: %s\ntold: %s", fromFile, fromKind, told)
	}
	_, text, _ := call("network", "stats", "ring", "--customers", "10", "--json")
	var all struct {
		Version int
		Network struct {
			Customers     int
			Assortativity *float64
		}
	}
	if err := json.Unmarshal([]byte(text), &all); err != nil || all.Version != 1 || all.Network.Customers != 10 || all.Network.Assortativity != nil {
		t.Errorf("%v in %s", err, text)
	}
}

func TestNetworkFaults(t *testing.T) {
	dir := t.TempDir()
	out, bad := filepath.Join(dir, "x.txt"), filepath.Join(dir, "bad.txt")
	if err := os.WriteFile(bad, []byte("0 1\n2\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want string
		args []string
	}{
		{`did you mean "star"`, []string{"make", "stara", "-o", out}},
		{`did you mean "attach"`, []string{"make", "barabasi-albert", "--set", "atach=3", "-o", out}},
		{"want a whole number", []string{"make", "barabasi-albert", "--set", "attach=few", "-o", out}},
		{"want 1 ≤ attach < customers = 1000", []string{"make", "barabasi-albert", "--set", "attach=1000", "-o", out}},
		{"want 1 or more", []string{"make", "ring", "--customers=0", "-o", out}},
		{"want .txt", []string{"make", "ring", "-o", filepath.Join(dir, "x.doc")}},
		{"no folder", []string{"make", "ring", "-o", filepath.Join(dir, "no", "x.txt")}},
		{"no file", []string{"stats", filepath.Join(dir, "no.txt")}},
		{"bad.txt:2: ", []string{"stats", bad}},
		{"belong to a kind", []string{"stats", bad, "--customers=3"}},
		{"bad.txt:2: ", []string{"convert", bad, out}},
		{"path = ", []string{"make", "edge-list", "--customers=3", "-o", out}},
		{"customers = 2, as in the file", []string{"stats", "edge-list", "--customers=3", "--set", "path=" + pair(t, dir)}},
	} {
		code, stdout, stderr := call(append([]string{"network"}, c.args...)...)
		if code != exitUsage || stdout != "" || !strings.Contains(stderr, c.want) {
			t.Errorf("%v: exit %d, out %q, err %q; want 2 and %q", c.args, code, stdout, stderr, c.want)
		}
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a file was written in spite of faults")
	}
}

// pair writes the file of a graph of two customers.
func pair(t *testing.T, dir string) string {
	path := filepath.Join(dir, "pair.txt")
	if err := os.WriteFile(path, []byte("0 1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}
