package results_test

import (
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/gofrs/flock"

	"grapevine/sim/results"
)

// Any one bit of any file of the results, or any end cut off, and Open says
// which file it is.
func TestOpenSeesDamage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "launch")
	write(t, dir, "neither", false)
	if _, err := results.Open(dir); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for name, text := range content(t, dir) {
		path := filepath.Join(dir, name)
		for range 300 {
			hurt := []byte(text)
			bit := r.IntN(8 * len(hurt))
			hurt[bit/8] ^= 1 << (bit % 8)
			if r.IntN(3) == 0 {
				hurt = []byte(text[:bit/8])
			}
			if err := os.WriteFile(path, hurt, 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := results.Open(dir)
			if err == nil && name == "manifest.json" && !strings.Contains(string(hurt), `"seal"`) && strings.HasSuffix(string(hurt), "}\n") {
				continue // the word itself was hit: it is read as one of before there were seals
			}
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Fatalf("%s with bit %d turned, or cut there: %v", name, bit, err)
			}
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// What a killed process leaves is cleared by the next results of that name, and
// nothing of a process that is alive, or of another name.
func TestDeadAreCleared(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("there are no locks there")
	}
	home := t.TempDir()
	in := func(name string) string { return filepath.Join(home, name) }
	put := func(names ...string) {
		for _, name := range names {
			if err := os.MkdirAll(filepath.Dir(in(name)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(in(name), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	put(".launch.partial-1.lock", ".launch.partial-1/runs.csv", ".launch.partial-2.lock", ".launch.partial-2/runs.csv", ".other.partial-3.lock", ".other.partial-3/runs.csv")
	alive := flock.New(in(".launch.partial-2.lock"))
	if locked, err := alive.TryLock(); !locked || err != nil {
		t.Fatal(locked, err)
	}
	defer alive.Close()
	write(t, in("launch"), "new", false)
	if entries, _ := os.ReadDir(home); len(entries) != 5 {
		t.Errorf("left: %v, want what is alive, what has another name, and the results", entries)
	}
	// Killed when the old results had stepped aside, and the new were not there yet.
	if err := os.Rename(in("launch"), in(".launch.partial-4.old")); err != nil {
		t.Fatal(err)
	}
	put(".launch.partial-4.lock", ".launch.partial-4/runs.csv")
	if _, err := results.Create(in("launch"), false); err == nil || !strings.Contains(err.Error(), "holds results already") {
		t.Errorf("old results that had stepped aside: %v", err)
	}
	if wrong, err := results.Verify(in("launch")); err != nil || len(wrong) > 0 {
		t.Errorf("they came back as %v %v", wrong, err)
	}
}

// A file is written whole or not at all, and through what is no file.
func TestWriteWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.html")
	say := func(text string, err error) func(io.Writer) error {
		return func(to io.Writer) error {
			_, _ = io.WriteString(to, text)
			return err
		}
	}
	if err := results.WriteWhole(path, say("one", nil)); err != nil {
		t.Fatal(err)
	}
	if err := results.WriteWhole(path, say("tw", io.ErrShortWrite)); err == nil {
		t.Error("half a file was written")
	}
	if text, _ := os.ReadFile(path); string(text) != "one" {
		t.Errorf("the file holds %q", text)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
	if err := results.WriteWhole(os.DevNull, say("x", nil)); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s became a file", os.DevNull)
	}
}

// A file that is held in memory whole is refused before it takes more of it than
// stated, and without being read to its end.
func TestSmallFilesAreSmall(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "manifest.json")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 1<<40); err != nil { // a hole, which takes no disk
		t.Skipf("no files of a terabyte here: %v", err)
	}
	if _, err := results.ReadManifest(dir); err == nil || !strings.Contains(err.Error(), "more than 16777216 bytes") {
		t.Errorf("a manifest of a terabyte: %v", err)
	}
	if err := os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	if text, err := results.ReadSmall(path, 100); err != nil || len(text) != 100 {
		t.Errorf("a file of just the limit: %d bytes, %v", len(text), err)
	}
}

// Whatever the system says against a file, it comes with the file and what can be
// done; a share of the disk that is used up cannot be had in a test otherwise.
func TestAdvice(t *testing.T) {
	for err, want := range map[error]string{
		syscall.ENOSPC:  "the disk is full: free some space",
		syscall.EDQUOT:  "your share of the disk is used up: free some space",
		syscall.EFBIG:   "raise the limit (ulimit -f)",
		syscall.EMFILE:  "raise the limit (ulimit -n)",
		syscall.ENFILE:  "raise the limit (ulimit -n)",
		syscall.EROFS:   "you may not write there: name another folder with -o",
		syscall.EACCES:  "you may not write there: name another folder with -o",
		syscall.ENOTDIR: "part of the path is a file: name another folder with -o",
		syscall.EIO:     "name another folder with -o",
	} {
		got := results.Advise("write", "out/runs.csv", &os.PathError{Op: "write", Path: "/home/me/.out.partial-7/runs.csv", Err: err})
		if !errors.Is(got, err) || !strings.HasPrefix(got.Error(), "cannot write out/runs.csv: ") || !strings.Contains(got.Error(), want) || strings.Contains(got.Error(), "partial") {
			t.Errorf("%v: %v, want %q", err, got, want)
		}
	}
}
