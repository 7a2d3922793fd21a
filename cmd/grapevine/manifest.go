package main

import (
	"bytes"
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/results"
)

// version of the program; set it with -ldflags "-X main.version=…".
var version = "0.1.0"

// commit returns the revision the program was built from, if it is known.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	revision, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+changes"
		}
	}
	if revision == "" {
		return ""
	}
	return revision + dirty
}

// build names this build of the program: by the revision it was built from, which
// is one on all kinds of machines; where that is not known or was changed, by the
// number that the linker gave it, or by its own bytes if it has none.
var build = sync.OnceValue(func() string {
	if c := commit(); c != "" && !strings.HasSuffix(c, "+changes") {
		return c
	}
	unknown := "unknown-" + runtime.GOARCH
	path, err := os.Executable()
	if err != nil {
		return unknown
	}
	f, err := os.Open(path)
	if err != nil {
		return unknown
	}
	defer f.Close()
	var of io.Reader = f
	if number := linked(f); number != nil {
		of = bytes.NewReader(number)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, of); err != nil {
		return unknown
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
})

// linked returns the number that the linker gave a program, which names what went
// into it and what came out, or nil if it has none: to read tens of megabytes of
// program would take longer than many a sweep.
func linked(program io.ReaderAt) []byte {
	file, err := elf.NewFile(program)
	if err != nil {
		return nil // of a system that keeps it elsewhere
	}
	note := file.Section(".note.go.buildid")
	if note == nil {
		return nil
	}
	const heading = 16 // lengths, kind and owner of the note
	number, err := note.Data()
	if err != nil || len(number) <= heading {
		return nil
	}
	return bytes.TrimRight(number[heading:], "\x00")
}

// manifest says how the results came to be.
func manifest(s *scenarios.Scenario, d experiment.Design, a *experiment.Answer, args []string) results.Manifest {
	used := s.Assumptions()
	direction := "max"
	if d.Objective.Minimise {
		direction = "min"
	}
	m := results.Manifest{
		Version: version, Commit: commit(), Go: runtime.Version(),
		Command: "grapevine " + strings.Join(meaningful(args), " "),
		Title:   s.Title, Currency: s.Currency, Baseline: a.Baseline,
		Objective: results.Objective{Metric: d.Objective.Metric, Direction: direction, Horizon: d.Objective.Horizon},
		Seed:      d.Seed, Replicates: a.Replicates, Customers: s.Customers, Weeks: s.Weeks,
		Interval: "90 % interval of the mean over replicates",
		Values:   used.Values, Defaults: used.Defaults, Illustrative: used.Illustrative,
		Inputs: map[string]string{"scenario": s.Hash()},
	}
	for _, st := range s.Strategies {
		m.Strategies = append(m.Strategies, st.Name)
	}
	return m
}

// meaningful leaves out of a command line what does not change the results, so
// that the manifest of the same results is the same.
func meaningful(args []string) []string {
	var kept []string
	for k := 0; k < len(args); k++ {
		name, _, joined := strings.Cut(args[k], "=")
		switch name {
		case "--workers", "-o", "--output":
			if !joined {
				k++
			}
		case "--force", "-q", "--quiet", "--json", "--no-plots":
		default:
			if !strings.HasPrefix(name, "-o") { // as in -oDIR
				kept = append(kept, args[k])
			}
		}
	}
	return kept
}
