// Package sweep runs a scenario at many points, survives being killed at any
// moment, lets others run a share of it elsewhere, and puts the shares together
// to the same bytes.
//
// All of it goes by one contract on files. A folder holds the plan of a sweep
// and, under work, a journal for each shard: what ran, checksummed. Whoever
// decides where and when a shard runs, this process or a cluster, needs to know
// nothing else; the merge takes every task exactly once or refuses.
package sweep

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"grapevine/sim/results"
)

// Plan says what a sweep consists of. Task t is replicate t mod Replicates + 1
// at point t / Replicates.
type Plan struct {
	Format     int        `json:"format"`
	Version    string     `json:"version"` // of the program, and …
	Build      string     `json:"build"`   // … which build of it; journals of another are refused
	Title      string     `json:"title"`
	Scenario   string     `json:"scenario_sha256"` // of the scenario with all its defaults
	Design     string     `json:"design"`
	Seed       uint64     `json:"seed"`
	Replicates int        `json:"replicates"`
	Strategies []string   `json:"strategies"`
	Factors    []string   `json:"factors"` // dotted paths
	Metrics    []string   `json:"metrics"` // of every run, in the order of their columns
	Points     [][]string `json:"points"`  // levels as the scenario spells them; "" is the scenario's own
}

// planFormat grows when a journal of before cannot be read any more.
const planFormat = 2

const planName = "sweep.json"

// MaxPlan is how many bytes sweep.json may have: some forty million levels.
const MaxPlan = 1 << 30

// Names beside the plan: the scenario, and the folder of the graphs that it reads.
const (
	Scenario = "scenario.toml"
	Graphs   = "graphs"
)

// Tasks returns their number.
func (p *Plan) Tasks() int { return len(p.Points) * p.Replicates }

// Hash names the plan: journals carry it, so that no row of another sweep gets
// in.
func (p *Plan) Hash() string {
	sum := sha256.Sum256(p.json())
	return hex.EncodeToString(sum[:])
}

func (p *Plan) json() []byte {
	p.Format = planFormat
	text, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		panic(err) // numbers and texts can always be written
	}
	return append(text, '\n')
}

// Open makes the folder of a sweep, or returns to it. A folder with the same
// plan is gone on with if resume is set; anything else that is there is
// refused. The scenario and the graphs that it reads, by their names in the
// folder, are kept beside the plan, so that a shard needs nothing else.
func (p *Plan) Open(dir string, resume bool, beside map[string][]byte) error {
	there, err := ReadPlan(dir)
	switch {
	case err == nil && there.Hash() != p.Hash():
		return fmt.Errorf("%s holds another sweep (%s): name another folder with -o", dir, there.differs(p))
	case err == nil && !resume:
		return fmt.Errorf("%s holds this sweep already: add --resume to go on with it, or name another folder with -o", dir)
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if entries, err := os.ReadDir(dir); err == nil && slices.ContainsFunc(entries, foreign) {
		return fmt.Errorf("%s is not empty, and no sweep: name another folder with -o", dir)
	}
	text := p.json()
	if len(text) > MaxPlan {
		return fmt.Errorf("%s would have %d bytes, and %d is the most: want fewer points", planName, len(text), MaxPlan)
	}
	if err := os.MkdirAll(filepath.Join(dir, workName), 0o755); err != nil {
		return results.Advise("make the folder of the sweep", dir, err)
	}
	if err := lay(dir, beside); err != nil {
		return err
	}
	return results.WriteSmall(filepath.Join(dir, planName), text)
}

// lay writes the files beside a plan, all at once: each takes the disk some time.
func lay(dir string, beside map[string][]byte) error {
	names := slices.Sorted(maps.Keys(beside))
	faults := make([]error, len(names))
	var all sync.WaitGroup
	for k, name := range names {
		all.Go(func() {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				faults[k] = results.Advise("make the folder of the sweep", dir, err)
				return
			}
			faults[k] = results.WriteSmall(path, beside[name])
		})
	}
	all.Wait()
	return cmp.Or(faults...)
}

// foreign reports whether a file is none of those that are there before the
// plan is: a kill may leave them behind, or another shard may be about to write
// the same plan.
func foreign(e fs.DirEntry) bool {
	return e.Name() != workName && e.Name() != Scenario && e.Name() != Graphs && !strings.HasPrefix(e.Name(), ".")
}

// differs says in what two plans differ first.
func (p *Plan) differs(o *Plan) string {
	switch {
	case p.Version != o.Version:
		return "made by version " + p.Version
	case p.Build != o.Build:
		return "made by another build of the program, " + p.Build
	case p.Seed != o.Seed:
		return fmt.Sprintf("seed %d, not %d", p.Seed, o.Seed)
	case p.Replicates != o.Replicates:
		return fmt.Sprintf("%d replicates a point, not %d", p.Replicates, o.Replicates)
	case !slices.Equal(p.Factors, o.Factors):
		return "other factors"
	case p.Design != o.Design || len(p.Points) != len(o.Points):
		return fmt.Sprintf("design %s with %d points, not %s with %d", p.Design, len(p.Points), o.Design, len(o.Points))
	case !slices.EqualFunc(p.Points, o.Points, slices.Equal[[]string]):
		return "other points"
	case !slices.Equal(p.Strategies, o.Strategies):
		return "other strategies"
	}
	return "the scenario has changed"
}

// ReadPlan reads the plan of a sweep's folder.
func ReadPlan(dir string) (*Plan, error) {
	path := filepath.Join(dir, planName)
	text, err := results.ReadSmall(path, MaxPlan)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	p := &Plan{}
	if err := json.Unmarshal(text, p); err != nil {
		return nil, fmt.Errorf("%s: %w: the file is damaged; name another folder with -o", path, err)
	}
	if p.Format != planFormat {
		return nil, fmt.Errorf("%s: format = %d: this version reads %d", path, p.Format, planFormat)
	}
	const most = 1 << 50 // tasks, which nobody will live to see
	if p.Replicates < 1 || len(p.Points) == 0 || p.Replicates > most/len(p.Points) || slices.ContainsFunc(p.Points, func(point []string) bool { return len(point) != len(p.Factors) }) {
		return nil, fmt.Errorf("%s: %d replicates of %d points of %d factors: the file is damaged; name another folder with -o", path, p.Replicates, len(p.Points), len(p.Factors))
	}
	return p, nil
}
