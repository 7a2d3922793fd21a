package results_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"grapevine/sim/results"
)

// write makes a finished folder with one table of one row.
func write(t *testing.T, target, cell string, force bool) *results.Folder {
	t.Helper()
	f, err := results.Create(target, force)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Discard()
	fill(t, f, cell)
	if err := f.Commit(results.Manifest{Title: "Launch", Seed: 1}); err != nil {
		t.Fatal(err)
	}
	return f
}

func fill(t *testing.T, f *results.Folder, cell string) {
	t.Helper()
	w, err := f.Table("runs.csv", "strategy")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Text(cell).End(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// content lists the files below a folder with their text.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Until Commit the target does not exist, and what stands beside it is hidden;
// after Commit nothing but the target is there.
func TestWholeOrNotAtAll(t *testing.T) {
	home := t.TempDir()
	target := filepath.Join(home, "results", "launch")
	f, err := results.Create(target, false)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, f, "neither")
	entries, _ := os.ReadDir(filepath.Dir(target))
	if len(entries) != 2 || !strings.HasPrefix(entries[0].Name(), ".launch.partial-") || entries[1].Name() != entries[0].Name()+".lock" {
		t.Errorf("before Commit: %v, want one hidden folder and its lock", entries)
	}
	if err := f.Commit(results.Manifest{}); err != nil {
		t.Fatal(err)
	}
	if err := f.Discard(); err != nil {
		t.Errorf("Discard after Commit: %v", err)
	}
	entries, _ = os.ReadDir(filepath.Dir(target))
	if len(entries) != 1 || entries[0].Name() != "launch" {
		t.Errorf("after Commit: %v, want launch alone", entries)
	}
	if got := content(t, target)["runs.csv"]; got != "strategy\nneither\n" {
		t.Errorf("runs.csv = %q", got)
	}
}

// Results that are being replaced stay as they are until Commit, and for good
// if the new run is discarded.
func TestDiscardLeavesOldResults(t *testing.T) {
	home := t.TempDir()
	target := filepath.Join(home, "launch")
	write(t, target, "old", false)
	before := content(t, target)

	f, err := results.Create(target, true)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, f, "new")
	if _, err := f.Create("series.csv"); err != nil { // still open
		t.Fatal(err)
	}
	if !maps.Equal(before, content(t, target)) {
		t.Error("the old results changed before Commit")
	}
	if err := f.Discard(); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(before, content(t, home+"/launch")) {
		t.Error("the old results changed by Discard")
	}
	if entries, _ := os.ReadDir(home); len(entries) != 1 {
		t.Errorf("Discard left %v", entries)
	}
}

func TestForceReplacesWhole(t *testing.T) {
	home := t.TempDir()
	target := filepath.Join(home, "launch")
	write(t, target, "old", false)
	if err := os.WriteFile(filepath.Join(target, "notes.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	write(t, target, "new", true)
	got := content(t, target)
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, []string{"manifest.json", "runs.csv"}) || got["runs.csv"] != "strategy\nnew\n" {
		t.Errorf("after --force: %v, %q", names, got["runs.csv"])
	}
	if entries, _ := os.ReadDir(home); len(entries) != 1 {
		t.Errorf("left beside the results: %v", entries)
	}
}

func TestCreateRefuses(t *testing.T) {
	home := t.TempDir()
	in := func(name string) string { return filepath.Join(home, name) }
	write(t, in("ours"), "old", false)
	write(t, in("newer"), "old", false)
	newer := strings.Replace(content(t, in("newer"))["manifest.json"], `"format": 1`, `"format": 2`, 1)
	for name, text := range map[string]string{
		"newer/manifest.json": newer,
		"photos/cat.jpg":      "",
		"other/manifest.json": `{"tool": "webpack"}`,
		"file":                "",
	} {
		os.MkdirAll(filepath.Dir(in(name)), 0o755)
		if err := os.WriteFile(in(name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	os.Mkdir(in("empty"), 0o755)
	for _, c := range []struct {
		target string
		force  bool
		want   string // in the error; empty if there is none
	}{
		{"ours", false, "add --force to replace"},
		{"ours", true, ""},
		{"newer", true, ""}, // of another version, but ours
		{"photos", false, "not empty: name another folder with -o"},
		{"photos", true, "did not write"},
		{"other", true, "did not write"},
		{"file", false, "is a file"},
		{"file", true, "is a file"},
		{"file/launch", false, "part of the path is a file"},
		{"empty", false, ""},
		{"new/and/deep", false, ""},
	} {
		t.Run(fmt.Sprintf("%s force=%v", c.target, c.force), func(t *testing.T) {
			f, err := results.Create(in(c.target), c.force)
			switch {
			case err != nil && (c.want == "" || !strings.Contains(err.Error(), c.want)):
				t.Errorf("error %q, want %q", err, c.want)
			case err == nil && c.want != "":
				t.Errorf("no error, want %q", c.want)
			}
			if err == nil {
				f.Discard()
			}
		})
	}
}

// A run is not lost because another one took its name while it ran.
func TestCommitGivesWay(t *testing.T) {
	target := filepath.Join(t.TempDir(), "launch")
	slow, err := results.Create(target, false)
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Discard()
	write(t, target, "quick", false)
	if err := slow.Commit(results.Manifest{}); err != nil {
		t.Fatal(err)
	}
	if slow.Target() != target+"-2" {
		t.Errorf("target = %s, want %s-2", slow.Target(), target)
	}
	if got := content(t, target)["runs.csv"]; got != "strategy\nquick\n" {
		t.Errorf("the quick run's table = %q", got)
	}
}

func TestNextFree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "launch")
	for _, want := range []string{path, path + "-2", path + "-3"} {
		got := results.NextFree(path)
		if got != want {
			t.Errorf("NextFree = %s, want %s", got, want)
		}
		os.Mkdir(got, 0o755)
	}
}

// A full disk is noticed. /dev/full is one.
func TestFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	defer full.Close()
	w, err := results.NewWriter(full, "week")
	if err != nil {
		t.Fatal(err)
	}
	for range 10_000 {
		w.Int(123456).End()
	}
	if err := w.Close(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("error %v, want that there is no space left", err)
	}
}

func TestVerify(t *testing.T) {
	target := filepath.Join(t.TempDir(), "launch")
	f, err := results.Create(target, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"runs.csv", "series.csv.zst", "summary.csv", "plots/profit.svg", "timing.json"} {
		if err := f.WriteFile(name, []byte("strategy\n")); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Commit(results.Manifest{Title: "R&D <1>", Seed: 1<<64 - 1}); err != nil {
		t.Fatal(err)
	}
	m, err := results.ReadManifest(target)
	if err != nil || m.Title != "R&D <1>" || m.Seed != 1<<64-1 || len(m.Files) != 3 {
		t.Errorf("manifest %+v, error %v", m, err)
	}
	if all, err := results.Verify(target); err != nil || len(all) > 0 {
		t.Errorf("untouched: %v, %v", all, err)
	}
	os.WriteFile(filepath.Join(target, "runs.csv"), []byte("strategie\n"), 0o644)
	os.Remove(filepath.Join(target, "summary.csv"))
	os.RemoveAll(filepath.Join(target, "plots"))
	os.WriteFile(filepath.Join(target, "bands.csv"), nil, 0o644)
	os.WriteFile(filepath.Join(target, "report.html"), nil, 0o644)
	all, err := results.Verify(target)
	if got, want := fmt.Sprint(all), "[bands.csv is extra runs.csv differs summary.csv is missing]"; err != nil || got != want {
		t.Errorf("Verify = %s, %v; want %s", got, err, want)
	}
	if _, err := results.Verify(t.TempDir()); err == nil {
		t.Error("Verify took an empty folder for results")
	}
}

// The same results give the same bytes, compressed or not.
func TestSameBytes(t *testing.T) {
	home := t.TempDir()
	var both [2]map[string]string
	for i := range both {
		target := filepath.Join(home, fmt.Sprint(i))
		f, err := results.Create(target, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"a.csv", "b.csv.gz", "c.csv.zst"} {
			w, err := f.Table(name, "week", "profit")
			if err != nil {
				t.Fatal(err)
			}
			for week := range 50_000 {
				w.Int(week).Float(float64(week) / 7)
				if err := w.End(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := f.Commit(results.Manifest{}); err != nil { // closes the tables
			t.Fatal(err)
		}
		both[i] = content(t, target)
	}
	if !maps.Equal(both[0], both[1]) {
		t.Error("two equal runs differ")
	}
	a, err := results.Read(filepath.Join(home, "0", "a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if a.Rows() != 50_000 {
		t.Errorf("%d rows, want 50000", a.Rows())
	}
	for _, name := range []string{"b", "c"} {
		other, err := results.Find(filepath.Join(home, "0"), name)
		if err != nil {
			t.Fatal(err)
		}
		x, _ := a.Floats("profit")
		y, _ := other.Floats("profit")
		if !slices.Equal(x, y) {
			t.Errorf("table %s differs from the plain one", name)
		}
	}
}
