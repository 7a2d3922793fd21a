package scenarios

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"grapevine/sim"
)

// Head holds the keys that stand before the first table of a scenario.
type Head struct {
	Title       string  `toml:"title" doc:"What the scenario is called in tables and pictures."`
	Question    string  `toml:"question" doc:"The question it is to answer."`
	Customers   int     `toml:"customers" unit:"customers" default:"10000" range:"[1,100000000]" doc:"Everybody who could ever buy: the size of the market."`
	Weeks       int     `toml:"weeks" unit:"weeks" default:"104" range:"[1,10000]" doc:"Length of a run."`
	Replicates  int     `toml:"replicates" default:"200" range:"[1,10000000]" doc:"Runs of every strategy, each with other luck; replicate k of all strategies has the same luck."`
	Seed        int64   `toml:"seed" default:"1" range:"[0,)" doc:"The number all luck is derived from: the same seed gives the same results."`
	Currency    string  `toml:"currency" default:"EUR" doc:"Name of the money, for tables and pictures."`
	Journey     Journey `toml:"journey" default:"full" doc:"The stages of the customer journey: \"full\", or a list such as [\"unaware\", \"customer\"], first stage first. Stages of one's own need moves."`
	Step        Step    `toml:"step" unit:"weeks" default:"day" range:"(0,1]" options:"week,day,hour" doc:"How often word gets round: \"day\", \"week\", \"hour\" or a part of a week that fits into it evenly."`
	Scheme      string  `toml:"scheme" default:"continuous" options:"continuous,synchronous" doc:"continuous: customers live in exact continuous time; synchronous: one move a step for all at once, as in many published models."`
	RecordEvery int     `toml:"record_every" unit:"weeks" default:"1" range:"[1,)" doc:"Weeks between the rows of series.csv."`
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

// maxStages is the number of stages the engine has room for.
const maxStages = 12

// fault says what is wrong with a journey, if anything.
func (j Journey) fault() (message, want string) {
	switch {
	case j != nil && len(j) < 2:
		return "the journey goes nowhere", `two stages or more, as ["unaware", "customer"], or "full"`
	case len(j) > maxStages:
		return fmt.Sprintf("the journey has %d stages", len(j)), "at most " + strconv.Itoa(maxStages)
	}
	for i, name := range j {
		if strings.TrimSpace(name) == "" {
			return "a stage of the journey has no name", "a name such as customer"
		}
		if slices.Contains(j[:i], name) {
			return fmt.Sprintf("stage %q is in the journey twice", name), "it once"
		}
	}
	return "", ""
}
