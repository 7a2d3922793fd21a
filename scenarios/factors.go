package scenarios

import (
	"math"
	"slices"
	"strconv"

	"grapevine/knob"
	"grapevine/scenarios/tree"
)

// Sweep is a design of experiments over some keys of the scenario.
type Sweep struct {
	Design       string   `toml:"design" default:"grid" options:"grid,list,oat,lhs,random,sobol,morris" doc:"How points are laid: every combination, line by line, one factor at a time, Latin hypercube, at random, Sobol' sequence in Saltelli's order, paths of Morris."`
	Points       int      `toml:"points" default:"0" range:"[0,)" doc:"Number of points, for designs that fill a space; of sobol the base samples (a power of 2), of morris the paths."`
	Steps        int      `toml:"steps" default:"5" range:"[2,)" doc:"Levels of a range in grid, list and oat, from its lowest to its highest value."`
	Maximin      bool     `toml:"maximin" default:"false" doc:"Whether a Latin hypercube is spread out: the best of 100 by its closest two points."`
	Interactions bool     `toml:"interactions" default:"false" doc:"Whether a Sobol' design can tell interactions of two factors: twice as many points."`
	Replicates   int      `toml:"replicates" default:"0" range:"[0,)" doc:"Runs a point; 0 is as many as the scenario has."`
	Metrics      []string `toml:"metrics" doc:"Metrics that the summaries tell of, beside the objective; runs.csv has all."`
	Vary         []Factor
}

// Factor is one key that a sweep varies, over a range or a list of values.
type Factor struct {
	Key    string // dotted path, as in --set
	Range  Span   // with Values empty
	Values []string
}

// Span is a range of values.
type Span struct {
	Min     float64 `toml:"min" doc:"Lowest value."`
	Max     float64 `toml:"max" doc:"Highest value."`
	Log     bool    `toml:"log" default:"false" doc:"Whether the range is covered evenly in its logarithm; short for law = \"log\"."`
	Law     string  `toml:"law" default:"uniform" options:"uniform,log,normal,triangular" doc:"How values are spread over the range, in designs that fill a space."`
	Mean    float64 `toml:"mean" doc:"Mean of a normal law, which is cut at both ends of the range."`
	SD      float64 `toml:"sd" range:"[0,)" doc:"Standard deviation of a normal law."`
	Mode    float64 `toml:"mode" doc:"Likeliest value of a triangular law."`
	Integer bool    `toml:"integer" default:"false" doc:"Whether only whole numbers count."`
}

// sweep reads the factors of a design of experiments.
func (l *loader) sweep(n *tree.Node, s *Scenario) {
	t := l.table(n, "sweep")
	if t == nil {
		return
	}
	s.Sweep = knob.Defaults(&Sweep{})
	s.brief.add(sectionNamed("sweep"), "sweep", l.fill(t, "sweep", []string{"vary"}, s.Sweep))
	vary := l.table(t.Get("vary"), "sweep.vary")
	if vary == nil || len(vary.Keys) == 0 {
		l.fault(tree.At(t.Place(), "[sweep] varies nothing").Wanting(`[sweep.vary] with a key such as "talk.persuasion.friends" = [0.02, 0.04]`).See("sweep"))
		return
	}
	for _, key := range vary.Keys {
		s.Sweep.Vary = append(s.Sweep.Vary, l.factor(key, vary.Items[key]))
	}
}

func (l *loader) factor(key string, n *tree.Node) Factor {
	f := Factor{Key: key}
	switch n.Kind {
	case tree.List:
		for _, one := range n.List {
			f.Values = append(f.Values, one.Inline())
		}
		if len(n.List) == 0 {
			l.fault(tree.At(n.Place(), "%q is varied over no values", key).Wanting("a list such as [0.01, 0.1]"))
		}
	case tree.Table:
		f.Range = *knob.Defaults(&Span{})
		l.fill(n, "sweep.vary", nil, &f.Range)
		if f.Range.Log {
			f.Range.Law = "log"
		}
		if n.Get("min") == nil || n.Get("max") == nil || f.Range.Min >= f.Range.Max {
			l.fault(tree.At(n.Place(), "%q is varied over no range", key).Wanting("{ min = …, max = … } with min below max"))
		} else {
			l.law(key, n, &f.Range)
		}
	default:
		l.fault(cannot(n, strconv.Quote(key)).Wanting("a list of values, or { min = …, max = … }"))
	}
	return f
}

// law holds the law of a range against its numbers.
func (l *loader) law(key string, n *tree.Node, r *Span) {
	switch {
	case r.Law == "log" && r.Min <= 0:
		l.fault(tree.At(n.Place(), "%q cannot be varied in its logarithm from %g", key, r.Min).Wanting("min above 0"))
	case r.Law == "normal" && (r.SD <= 0 || n.Get("mean") == nil):
		l.fault(tree.At(n.Place(), "%q is varied by a normal law without a mean or a spread", key).Wanting(`mean = … and sd = … above 0`))
	case r.Law == "triangular" && (n.Get("mode") == nil || r.Mode < r.Min || r.Mode > r.Max):
		l.fault(tree.At(n.Place(), "%q is varied by a triangular law without a mode in its range", key).Wanting("mode = … from %g to %g", r.Min, r.Max))
	}
	if r.Integer && (r.Min != math.Trunc(r.Min) || r.Max != math.Trunc(r.Max)) {
		l.fault(tree.At(n.Place(), "%q is varied over whole numbers from %g to %g", key, r.Min, r.Max).Wanting("whole numbers for min and max"))
	}
}

// tryFactors sets the keys that a sweep varies to their first and last value,
// to see whether the scenario can be run with them.
func (l *loader) tryFactors(s *Scenario) {
	if s.Sweep == nil || l.tried {
		return
	}
	root := s.root.With("sweep", nil)
	for _, f := range s.Sweep.Vary {
		ends := f.Values
		switch {
		case f.Range.Min < f.Range.Max:
			ends = []string{number(f.Range.Min), number(f.Range.Max)}
		case ends == nil:
			continue // reported already
		}
		for _, value := range slices.Compact([]string{ends[0], ends[len(ends)-1]}) {
			try := &loader{quick: true}
			try.scenario(try.override(root, []string{f.Key + "=" + value}, rankOfSet))
			if fault, ok := news(try.faults, l.faults); ok {
				at := s.root.Find("sweep", "vary", f.Key)
				l.fault(tree.At(at.Place(), "%s cannot be varied to %s: %s", strconv.Quote(f.Key), value, fault.Message).
					Wanting("%s", fault.Want).See(fault.Explain))
				break
			}
		}
	}
}

// news returns the first fault that was not there before.
func news(now, before Faults) (Fault, bool) {
	for _, f := range now {
		if !slices.ContainsFunc(before, func(b Fault) bool { return b.Message == f.Message && b.Line == f.Line && b.File == f.File }) {
			return f, true
		}
	}
	return Fault{}, false
}
