package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// goldens are scenarios that between them use every part of the engine, small
// enough to run under an emulator.
var goldens = [][]string{
	{"cc-vs-ba", "--set", "customers=5000", "--replicates", "3", "--customers"},
	{"constant-journey", "--set", "customers=500", "--replicates", "5"},
	{"bass-complete", "--replicates", "5"},
	{"cascade-karate", "--replicates", "200"},
	{"challenger", "--set", "customers=1000", "--replicates", "2"},
	{"crisis-recovery", "--set", "customers=1000", "--replicates", "2"},
	{"sir-network", "--set", "customers=2000", "--set", "scheme=synchronous", "--set", "seeding.count=20", "--replicates", "3"},
}

const goldenSums = "testdata/golden.sums"

// A run is a function of scenario and seed: every table has the same bytes for
// any number of workers, and on every machine. That machines agree is seen by
// running this test on each of them (.ci/identical does) against the one list
// of sums; -update renews the list, and the commit says why the numbers moved.
func TestGoldenTables(t *testing.T) {
	var lines []string
	for _, golden := range goldens {
		var first []string
		for _, workers := range []string{"1", "2", "7"} {
			sums := sumsOf(t, golden, workers)
			if first == nil {
				first = sums
			} else if !slices.Equal(first, sums) {
				t.Errorf("%s: %s workers give other tables than 1", golden[0], workers)
			}
		}
		lines = append(lines, first...)
	}
	now := strings.Join(lines, "")
	want, err := os.ReadFile(goldenSums)
	switch {
	case *update:
		if err := os.WriteFile(goldenSums, []byte(now), 0o666); err != nil {
			t.Fatal(err)
		}
	case err != nil:
		t.Fatal(err)
	case string(want) != now:
		t.Errorf("tables have other bytes than in %s:\n%swant:\n%sIf they are meant to: go test ./cmd/grapevine -run GoldenTables -update", goldenSums, now, want)
	}
}

// sumsOf runs a scenario and returns a line for every table it leaves.
func sumsOf(t *testing.T, golden []string, workers string) []string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "results")
	args := slices.Concat([]string{"run"}, golden, []string{"--workers", workers, "--no-plots", "-o", dir})
	var said strings.Builder
	if code := Main(t.Context(), args, io.Discard, &said); code != 0 && code != exitAssert {
		t.Fatalf("grapevine %s: exit code %d: %s", strings.Join(args, " "), code, said.String())
	}
	tables, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(tables) == 0 {
		t.Fatalf("%s: no tables (%v)", golden[0], err)
	}
	var lines []string
	for _, table := range tables {
		data, err := os.ReadFile(table)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%x  %s/%s\n", sha256.Sum256(data), golden[0], filepath.Base(table)))
	}
	return lines
}
