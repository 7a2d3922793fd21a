// Package points lays out the points of an experiment: at which values of
// which factors a scenario is to be tried.
package points

import (
	"fmt"

	"grapevine/chance"
)

// Point is one setting of all factors: a share in [0, 1) for each, which the
// factor turns into a level, or [Own].
type Point []float64

// Own in a point leaves a factor at the scenario's own value.
const Own = -1

// Size says how large a design is to be.
type Size struct {
	Points  int  // of designs that fill a space; of "sobol" and "morris" the base samples and paths
	Steps   int  // levels of a range in designs that go from level to level
	Maximin bool // spread a Latin hypercube out: the best of many by its closest pair of points
	Second  bool // let a Sobol' design show interactions of two factors
}

// Design is one way to lay points out.
type Design struct {
	About string // one line
	// Lay returns the points, and whether the design can be laid so.
	Lay func(factors []Factor, size Size, luck chance.Luck) ([]Point, error)
}

// most is the number of points that a design may have: beyond it a design is
// more likely a slip than a plan.
const most = 100_000_000

// Lay lays out a design by its name in [Kinds].
func Lay(design string, factors []Factor, size Size, luck chance.Luck) ([]Point, error) {
	kind, ok := Kinds[design]
	if !ok {
		return nil, fmt.Errorf("design = %q: there is no such design", design)
	}
	if len(factors) == 0 {
		return nil, fmt.Errorf("the design varies nothing: want at least one factor")
	}
	if size.Steps == 0 {
		size.Steps = 5
	}
	if size.Steps < 2 {
		return nil, fmt.Errorf("steps = %d: want 2 or more", size.Steps)
	}
	return kind.Lay(factors, size, luck)
}

// filling refuses a design that fills a space with no points.
func filling(size Size) error {
	if size.Points < 1 || size.Points > most {
		return fmt.Errorf("points = %d: want 1 to %d", size.Points, most)
	}
	return nil
}
