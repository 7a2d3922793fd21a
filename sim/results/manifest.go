package results

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	// Tool is how a manifest says that Grapevine wrote the folder.
	Tool = "grapevine"
	// Format is the version of the folder's format. It grows when a column
	// changes its meaning or goes, not when one is added.
	Format = 1

	manifestName = "manifest.json"
)

// Manifest says how a results folder came to be. The same run gives the same
// bytes: how long it took, and when, is in timing.json.
type Manifest struct {
	Tool    string `json:"tool"`
	Format  int    `json:"format"`
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Go      string `json:"go"`
	Command string `json:"command"`

	Title      string    `json:"title"`
	Currency   string    `json:"currency"`
	Strategies []string  `json:"strategies"` // in the order of the scenario
	Baseline   string    `json:"baseline,omitempty"`
	Objective  Objective `json:"objective"`
	Seed       uint64    `json:"seed"`
	Replicates int       `json:"replicates"`
	Customers  int       `json:"customers"`
	Weeks      int       `json:"weeks"`
	Interval   string    `json:"interval"` // what ci_low and ci_high are

	Values       int `json:"values"`       // that the run depends on
	Defaults     int `json:"defaults"`     // of them, not set by the scenario
	Illustrative int `json:"illustrative"` // of them, defaults without a source

	Inputs map[string]string `json:"inputs,omitempty"` // SHA-256 of what was read
	Files  map[string]string `json:"files"`            // SHA-256 of what was written

	Seal string `json:"seal"` // SHA-256 of manifest.json with this text left empty
}

// Objective is what the strategies are judged by.
type Objective struct {
	Metric    string `json:"metric"`
	Direction string `json:"direction"`         // "max" or "min"
	Horizon   int    `json:"horizon,omitempty"` // weeks
}

// JSON returns the manifest as it stands in manifest.json, sealed.
func (m Manifest) JSON() []byte {
	m.Seal = ""
	m.Seal = sealOf(m.json())
	return m.json()
}

func sealOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func (m Manifest) json() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		panic(err) // strings, numbers and maps of strings can always be written
	}
	return b.Bytes()
}

// ReadManifest reads the manifest of a results folder.
func ReadManifest(dir string) (Manifest, error) {
	path := filepath.Join(dir, manifestName)
	data, err := ReadSmall(path, MaxManifest)
	if err != nil {
		return Manifest{}, fmt.Errorf("%s is not a results folder: cannot read %s: %w", dir, manifestName, cause(err))
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return Manifest{}, fmt.Errorf("%s: %w", path, err)
	}
	switch {
	case m.Tool != Tool:
		return Manifest{}, fmt.Errorf("%s: tool = %q: want %q", path, m.Tool, Tool)
	case m.Format != Format:
		return m, fmt.Errorf("%s: format = %d: this version of Grapevine reads format %d", path, m.Format, Format)
	case m.Seal != "" && m.Seal != sealOf(bytes.Replace(data, []byte(m.Seal), nil, 1)): // before 0.2 there was none
		return m, fmt.Errorf("%s is damaged or was changed by hand: its seal does not fit; run the scenario again", path)
	}
	for name := range m.Files {
		if !fs.ValidPath(name) {
			return m, fmt.Errorf("%s: files: %q is not the name of a file in the folder; run the scenario again", path, name)
		}
	}
	return m, nil
}

// Open reads the manifest of a results folder and refuses one with files that
// are not as they were written: cut short, changed by hand, or by a bad disk. A
// file that is gone is missed by whoever needs it.
func Open(dir string) (Manifest, error) {
	m, err := ReadManifest(dir)
	if err != nil {
		return m, err
	}
	var changed []string
	root := os.DirFS(dir)
	for name, want := range m.Files {
		switch got, err := hashOf(root, name); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return m, Advise("read", filepath.Join(dir, name), err)
		case got != want:
			changed = append(changed, name)
		}
	}
	if len(changed) > 0 {
		slices.Sort(changed)
		return m, fmt.Errorf("%s is not as it was written: %s: the hash differs from that in %s; run the scenario again", dir, strings.Join(changed, ", "), manifestName)
	}
	return m, nil
}

// derived reports whether a file of the folder is no result in itself: it can
// be drawn again from the others, or tells only how long they took.
func derived(name string) bool {
	switch name {
	case manifestName, "timing.json", "report.html", "sweep.json":
		return true
	}
	return strings.HasPrefix(name, "plots/") || strings.HasPrefix(name, "work/") || Leftover(name)
}

// Difference is a file that is not as its manifest says.
type Difference struct {
	File string
	What string // "differs", "is missing" or "is extra"
}

// String says it in a few words: "runs.csv differs".
func (d Difference) String() string { return d.File + " " + d.What }

// Verify hashes a results folder again and returns what is not as the manifest
// says, in the order of the names. Plots, report and timing may come and go.
func Verify(dir string) ([]Difference, error) {
	m, err := ReadManifest(dir)
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	root := os.DirFS(dir)
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || derived(name) {
			return err
		}
		found[name], err = hashOf(root, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("cannot verify %s: %w", dir, err)
	}
	var all []Difference
	for name, want := range m.Files {
		switch got, ok := found[name]; {
		case !ok:
			all = append(all, Difference{name, "is missing"})
		case got != want:
			all = append(all, Difference{name, "differs"})
		}
		delete(found, name)
	}
	for name := range found {
		all = append(all, Difference{name, "is extra"})
	}
	slices.SortFunc(all, func(a, b Difference) int { return strings.Compare(a.File, b.File) })
	return all, nil
}

func hashOf(root fs.FS, name string) (string, error) {
	f, err := root.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), err
}

// cause strips the path from an error whose message names it already.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
