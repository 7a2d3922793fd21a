package scenarios

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"grapevine/scenarios/tree"
	"grapevine/sim"
)

// Head holds the keys that stand before the first table of a scenario.
type Head struct {
	Title       string   `toml:"title" doc:"What the scenario is called in tables and pictures."`
	Question    string   `toml:"question" doc:"The question it is to answer."`
	Customers   int      `toml:"customers" unit:"customers" default:"10000" range:"[1,100000000]" doc:"Everybody who could ever buy: the size of the market."`
	Weeks       int      `toml:"weeks" unit:"weeks" default:"104" range:"[1,10000]" doc:"Length of a run."`
	Replicates  int      `toml:"replicates" default:"200" range:"[1,10000000]" doc:"Runs of every strategy, each with other luck; replicate k of all strategies has the same luck."`
	Seed        int64    `toml:"seed" default:"1" range:"[0,)" doc:"The number all luck is derived from: the same seed gives the same results."`
	Currency    string   `toml:"currency" default:"EUR" doc:"Name of the money, for tables and pictures."`
	Journey     Journey  `toml:"journey" default:"full" doc:"The stages of the customer journey: \"full\", or a list of some of them, such as [\"unaware\", \"customer\"]."`
	Stages      []string `toml:"stages" doc:"Further stages of one's own, which moves lead to and from."`
	Step        Step     `toml:"step" default:"day" range:"(0,1]" options:"week,day,hour" doc:"How often word gets round: \"day\", \"week\", \"hour\" or a part of a week that fits into it evenly, as 0.5."`
	Scheme      string   `toml:"scheme" default:"continuous" options:"continuous,synchronous" doc:"continuous: customers live in exact continuous time; synchronous: one move a step for all at once, as in many published models."`
	RecordEvery int      `toml:"record_every" unit:"weeks" default:"1" range:"[0,)" doc:"Weeks between the rows of series.csv; 0 leaves the weekly tables out, which is several times as fast for small networks."`
	Levers      Names    `toml:"levers" doc:"Keys that the lab shows as sliders, such as \"talk.persuasion.friends\"; else those that the sweep varies. A table that only strategies have is moved in all of them."`
}

// Journey is the list of stages; nil is the full journey.
type Journey []string

// UnmarshalText reads the word "full".
func (j *Journey) UnmarshalText(text []byte) error {
	if string(text) != "full" {
		return fmt.Errorf(`"full", or a list such as ["unaware", "customer"]`)
	}
	*j = nil
	return nil
}

// spelling is how the journey stands in a file.
func (j Journey) spelling() any {
	if j == nil {
		return "full"
	}
	return []string(j)
}

// stages lists the names of the stages.
func (j Journey) stages() []string {
	if j == nil {
		return sim.StageNames
	}
	return j
}

// Step is the length of a step in weeks.
type Step float64

var steps = map[string]Step{"week": 1, "day": 1.0 / 7, "hour": 1.0 / (7 * 24)}

// UnmarshalText reads the words for usual lengths.
func (s *Step) UnmarshalText(text []byte) error {
	if step, ok := steps[string(text)]; ok {
		*s = step
		return nil
	}
	return fmt.Errorf(`"week", "day", "hour" or a number of weeks`)
}

// spelling is how the step stands in a file.
func (s Step) spelling() any {
	for word, step := range steps {
		if s == step {
			return word
		}
	}
	return float64(s)
}

// stages checks the stages of a scenario, and returns the names of all that
// its customers may be in.
func (l *loader) stages(root *tree.Node, h *Head) []string {
	if h.Journey != nil && !slices.Equal(h.Journey, inOrder(h.Journey)) || h.Journey != nil && len(h.Journey) < 2 {
		at := root.Get("journey")
		f := tree.At(at.Place(), "the journey is not a part of the full journey, in its order")
		for _, name := range at.List {
			if name.Kind == tree.Text && !slices.Contains(sim.StageNames, name.Text) {
				f = unknown(name.Place(), fmt.Sprintf("%q is no stage of the full journey", name.Text), name.Text, sim.StageNames)
			}
		}
		l.fault(f.Wanting("two or more of %s", strings.Join(sim.StageNames, ", ")).See("journey"))
		h.Journey = nil
	}
	all := slices.Clone(h.Journey.stages())
	for i, name := range h.Stages {
		at := root.Get("stages").List[i].Place()
		switch {
		case !plainName.MatchString(name):
			l.fault(tree.At(at, "stage %q cannot be the name of a column", name).Wanting("letters, digits and _, as dissatisfied"))
		case slices.Contains(sim.StageNames, name) || slices.Contains(h.Stages[:i], name):
			l.fault(tree.At(at, "stage %q is there already", name).Wanting("another name"))
		}
		all = append(all, name)
	}
	if own := sim.MaxStages - len(sim.StageNames); len(h.Stages) > own {
		l.fault(tree.At(root.Get("stages").Place(), "there are %d stages of one's own", len(h.Stages)).Wanting("at most %d", own).See("stages"))
	}
	return all
}

var plainName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// inOrder returns the stages of the full journey that a list names, in order.
func inOrder(names []string) []string {
	var all []string
	for _, name := range sim.StageNames {
		if slices.Contains(names, name) {
			all = append(all, name)
		}
	}
	return all
}
