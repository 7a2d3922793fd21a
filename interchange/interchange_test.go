package interchange

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"grapevine/sim/results"
)

// source makes a results folder with one table.
func source(t *testing.T, name, table string) *Source {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name+".csv"), []byte(table), 0o644); err != nil {
		t.Fatal(err)
	}
	return &Source{Dir: dir, Manifest: results.Manifest{Version: "1.2", Inputs: map[string]string{"scenario": "abc"}}}
}

// write writes a source in a format and returns the folder.
func write(t *testing.T, s *Source, format string) string {
	t.Helper()
	f, err := Named(format)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out")
	folder, err := results.Create(out, false)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Discard()
	if err := f.Write(s, folder.Create); err != nil {
		t.Fatal(err)
	}
	if err := folder.Commit(s.Manifest); err != nil {
		t.Fatal(err)
	}
	return out
}

// Columns have the narrowest type that all their cells have; an empty cell is
// null, in a column of numbers and of words; long numbers lose no digit.
func TestParquetKeepsTables(t *testing.T) {
	s := source(t, "runs", "whole,real,words,never,seed\n1,1,now,,18446744073709551615\n-2,,\"a, b\",,1\n3,0.1,,,2\n")
	path := filepath.Join(write(t, s, "parquet"), "runs.parquet")
	type row struct {
		Whole *int64   `parquet:"whole,optional"`
		Real  *float64 `parquet:"real,optional"`
		Words *string  `parquet:"words,optional"`
		Never *float64 `parquet:"never,optional"`
		Seed  *string  `parquet:"seed,optional"`
	}
	rows, err := parquet.ReadFile[row](path)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 3 || *rows[1].Whole != -2 || *rows[0].Real != 1 || rows[1].Real != nil || *rows[2].Real != 0.1 ||
		*rows[1].Words != "a, b" || rows[2].Words != nil || rows[0].Never != nil || *rows[0].Seed != "18446744073709551615" {
		t.Errorf("read back: %+v", rows)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	p, err := parquet.OpenFile(file, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"grapevine.version": "1.2", "grapevine.sha256.scenario": "abc", "grapevine.columns": "whole,real,words,never,seed"} {
		if got, _ := p.Lookup(key); got != want {
			t.Errorf("%s = %q, want %q", key, got, want)
		}
	}
}

// Tables longer than what is written at a time come through whole, in order.
func TestParquetKeepsLongTables(t *testing.T) {
	var b strings.Builder
	b.WriteString("x\n")
	const n = 2*group + 7
	for i := range n {
		b.WriteString(strings.Repeat("1", 1+i%3) + "\n")
	}
	type row struct {
		X *int64 `parquet:"x,optional"`
	}
	rows, err := parquet.ReadFile[row](filepath.Join(write(t, source(t, "runs", b.String()), "parquet"), "runs.parquet"))
	if err != nil || len(rows) != n || *rows[n-1].X != []int64{1, 11, 111}[(n-1)%3] {
		t.Errorf("%d rows (%v), want %d", len(rows), err, n)
	}
}

// Sample files are read as numpy writes them; levels of words by their place.
func TestSamples(t *testing.T) {
	p, err := ReadProblem(strings.NewReader(`{"num_vars": 2, "names": ["product.price", "ambassadors.kind"], "bounds": [[30, 50], [0, 2]], "groups": null, "levels": {"ambassadors.kind": ["brand", "social"]}}`))
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.ReadSamples(strings.NewReader("# a comment\n3.500000000000000000e+01 1.99\r\n\n 40,0\n"))
	if err != nil || !slices.EqualFunc(got, [][]string{{"35", "social"}, {"40", "brand"}}, slices.Equal[[]string]) {
		t.Errorf("read %v (%v)", got, err)
	}
	for _, bad := range []string{"", "1\n", "1 2 3\n", "30 2\n", "30 -1\n", "nan 1\n", "a 1\n", "1e999 1\n"} {
		if got, err := p.ReadSamples(strings.NewReader(bad)); err == nil {
			t.Errorf("%q was read as %v", bad, got)
		}
	}
	for _, bad := range []string{"", "{}", `{"num_vars": 3, "names": ["a"]}`} {
		if _, err := ReadProblem(strings.NewReader(bad)); err == nil {
			t.Errorf("problem %q was read", bad)
		}
	}
}
