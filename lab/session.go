// Package lab lets a scenario be played with: levers moved, one world watched
// person by person, many worlds counted. It runs the same engine with the same
// luck as the command line, so that all screens show the same numbers.
package lab

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"grapevine/chance"
	"grapevine/scenarios"
	"grapevine/sim"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
)

// Session is a scenario with its levers where somebody has put them.
type Session struct {
	base    *scenarios.Scenario
	now     *scenarios.Scenario
	moved   []string // --set of the levers that are not where the scenario has them
	sampler *sampler
}

// Open reads a preset by its name, or a scenario from its text.
func Open(nameOrText string, isText bool) (*Session, error) {
	var s *scenarios.Scenario
	var err error
	if isText {
		s, err = scenarios.LoadBytes("scenario.toml", []byte(nameOrText), nil)
	} else {
		s, err = scenarios.Load(nameOrText, nil)
	}
	if err != nil {
		return nil, err
	}
	return Of(s), nil
}

// Of begins with a scenario that has been read.
func Of(s *scenarios.Scenario) *Session { return &Session{base: s, now: s} }

// About is what a page needs to know of a scenario to show its controls.
type About struct {
	Name       string            `json:"name"`
	Title      string            `json:"title"`
	Question   string            `json:"question"`
	Badge      string            `json:"badge"`
	Currency   string            `json:"currency"`
	Objective  string            `json:"objective"`
	Seed       int64             `json:"seed"`
	Customers  int               `json:"customers"`
	Weeks      int               `json:"weeks"`
	Replicates int               `json:"replicates"`
	Strategies []Strategy        `json:"strategies"`
	Stages     []string          `json:"stages"`
	Layers     []string          `json:"layers"`
	Levers     []scenarios.Lever `json:"levers"`
	Responses  []Response        `json:"responses"` // what worlds are judged by, the objective first
}

// Response is a metric to show.
type Response struct {
	Name   string `json:"name"`
	Unit   string `json:"unit"`
	Doc    string `json:"doc"`
	Better int    `json:"better"` // +1 if more is, -1 if less
}

// Strategy is one of the strategies to choose from.
type Strategy struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

// About describes the scenario as it is now.
func (s *Session) About() About {
	a := About{
		Name: s.now.Name, Title: s.now.Title, Question: s.now.Question, Badge: s.now.Badge(), Currency: s.now.Currency,
		Objective: s.now.Objective.Metric(), Seed: s.now.Seed, Customers: s.now.Customers, Weeks: s.now.Weeks, Replicates: s.now.Replicates,
		Levers: s.levers(),
	}
	for _, y := range s.now.Strategies {
		a.Strategies = append(a.Strategies, Strategy{y.Name, y.About})
	}
	for _, l := range s.now.Strategies[0].Plan.Layers {
		a.Layers = append(a.Layers, l.Name)
	}
	a.Stages = s.now.Strategies[0].Plan.StageNames()
	shown := append([]string{a.Objective}, s.now.Objective.Also...)
	for _, name := range append(shown, "customers_won", "profit", "advocates", "detractors", "nps", "wom_share") {
		k := metric.Named(name)
		if k < 0 || slices.ContainsFunc(a.Responses, func(r Response) bool { return r.Name == name }) {
			continue
		}
		m := &metric.Kinds[k]
		r := Response{m.Name, m.Unit, m.Doc, m.Better}
		if name == a.Objective && s.now.Objective.Minimise != "" {
			r.Better = -1
		}
		a.Responses = append(a.Responses, r)
	}
	return a
}

// levers returns those of the scenario, with the values where they are now.
func (s *Session) levers() []scenarios.Lever {
	all := s.base.Levers()
	for i := range all {
		if l, ok := s.now.Lever(all[i].Paths[0]); ok {
			all[i].Value = l.Value
		}
	}
	return all
}

// paths names what settings set: a lever of a table that only strategies have
// is set in each of them.
func (s *Session) paths(set []string) []string {
	var all []string
	levers := s.base.Levers()
	for _, one := range set {
		key, value, _ := strings.Cut(one, "=")
		if k := slices.IndexFunc(levers, func(l scenarios.Lever) bool { return l.Key == key }); k >= 0 {
			for _, path := range levers[k].Paths {
				all = append(all, path+"="+value)
			}
			continue
		}
		all = append(all, one)
	}
	return all
}

// Set puts levers to values, each as in --set; those not named go back to where
// the scenario has them. If a value is at fault nothing changes.
func (s *Session) Set(set []string) error {
	if len(set) == 0 {
		s.now, s.moved, s.sampler = s.base, nil, nil
		return nil
	}
	set = s.paths(set)
	now, err := s.base.With(set)
	if err != nil {
		return err
	}
	s.now, s.moved, s.sampler = now, set, nil
	return nil
}

// TOML returns the scenario as it is now, every value written out.
func (s *Session) TOML() string { return string(s.now.Resolved()) }

// World is one strategy played once, to be watched.
type World struct {
	Strategy string         `json:"strategy"`
	Stages   []string       `json:"stages"`
	Columns  []string       `json:"columns"`
	Weekly   [][]float64    `json:"weekly"` // by column, week 0 first
	Moves    []Move         `json:"moves"`  // in the order of customers' weeks
	Sources  []string       `json:"sources"`
	Words    []Word         `json:"words"`
	Lives    []Life         `json:"lives"`
	Bought   []Purchase     `json:"bought"`
	States   []State        `json:"states"`  // week by week from 0, in each all customers
	Metrics  map[string]any `json:"metrics"` // null is what does not exist
}

// Counts returns how many customers are where, week by week: those of the first
// stage, of the next, and last the detractors, who are not counted a second time
// in the stage where they stand.
func (w *World) Counts() []int32 {
	weeks := len(w.States) / max(1, len(w.Lives))
	all := make([]int32, (len(w.Stages)+1)*weeks)
	for k, s := range w.States {
		row := int(s.Stage)
		if s.Detractor {
			row = len(w.Stages)
		}
		all[row*weeks+k/len(w.Lives)]++
	}
	return all
}

// Move is a customer going from stage to stage.
type Move struct {
	Who  int32   `json:"who"`
	Week float64 `json:"week"`
	To   int     `json:"to"` // index into About.Stages
}

// Word is something that was heard.
type Word struct {
	Week   float64 `json:"week"` // in which it was heard
	From   int32   `json:"from"`
	To     int32   `json:"to"`
	Source int     `json:"source"` // index into Sources
	Bad    bool    `json:"bad,omitempty"`
	Paid   bool    `json:"paid,omitempty"`
}

// Life is what has become of a customer at the end.
type Life struct {
	Source        string  `json:"source,omitempty"` // what the first purchase is credited to
	Parent        int32   `json:"parent"`           // whose word it was, or -1
	Satisfaction  float64 `json:"satisfaction"`
	Bond          float64 `json:"bond"`
	Trust         float64 `json:"trust"`
	Purchases     int     `json:"purchases"`
	Conversations int     `json:"conversations"`
	Value         float64 `json:"value"`
}

// Purchase is a customer buying.
type Purchase struct {
	Who  int32   `json:"who"`
	Week float64 `json:"week"`
}

// State is where a customer stands at the end of a week. The bond is that of
// when the customer was last touched by anything; it fades unseen.
type State struct {
	Stage        uint8 `json:"stage"`
	Detractor    bool  `json:"detractor"`
	Satisfaction int8  `json:"satisfaction"` // in hundredths, as the next two
	Bond         int8  `json:"bond"`
	Trust        int8  `json:"trust"`
}

// Ties are the ties between customers in a replicate, the same for all
// strategies that do not change them.
type Ties struct {
	Layer string     `json:"layer"`
	Pairs [][2]int32 `json:"pairs"` // each once, unless directed
}

// Play runs one strategy in one replicate and keeps everything that can be
// watched.
func (s *Session) Play(strategy, replicate int) (*World, error) {
	if strategy < 0 || strategy >= len(s.now.Strategies) {
		return nil, fmt.Errorf("there is no strategy %d: want 0 to %d", strategy, len(s.now.Strategies)-1)
	}
	d := s.design()
	plan := *s.now.Strategies[strategy].Plan
	watch := &watcher{}
	plan.Record.Customers = true
	plan.Mechanisms = append(append([]sim.Named(nil), plan.Mechanisms...), sim.Named{Name: "lab", Mechanism: watch})
	luck := chance.Of(d.Seed, replicate)
	world, err := sim.NewWorld(&plan, luck, 1)
	if err != nil {
		return nil, err
	}
	trace, err := sim.Run(context.Background(), &plan, world, luck, 1)
	if err != nil {
		return nil, err
	}
	columns := metric.Columns(trace)
	weekly := metric.Series(trace, columns)
	w := &World{Strategy: s.now.Strategies[strategy].Name, Stages: plan.StageNames(), Moves: watch.moves, Sources: trace.Sources, Words: watch.words, Bought: watch.bought, States: watch.states, Metrics: map[string]any{}}
	weeks := trace.Weeks + 1
	for i, c := range columns {
		w.Columns = append(w.Columns, c.Name)
		w.Weekly = append(w.Weekly, weekly[i*weeks:(i+1)*weeks])
	}
	for _, l := range trace.Lives {
		life := Life{Parent: l.Parent, Satisfaction: l.Satisfaction, Bond: l.Bond, Trust: l.Trust, Purchases: l.Purchases, Conversations: l.Conversations, Value: l.Value}
		if l.Source >= 0 {
			life.Source = trace.Sources[l.Source]
		}
		w.Lives = append(w.Lives, life)
	}
	run := &metric.Run{Trace: trace, Plan: &plan, Discount: d.Discount, Horizon: d.Objective.Horizon}
	for i, x := range metric.Of(run) {
		w.Metrics[metric.Kinds[i].Name] = orNull(x)
	}
	return w, nil
}

func orNull(x float64) any {
	if x != x {
		return nil
	}
	return x
}

// Ties returns the ties of the first strategy's layers in a replicate.
func (s *Session) Ties(replicate int) ([]Ties, error) {
	plan := s.now.Strategies[0].Plan
	world, err := sim.NewWorld(plan, chance.Of(uint64(s.now.Seed), replicate), 1)
	if err != nil {
		return nil, err
	}
	var all []Ties
	for _, l := range plan.Layers {
		g := world.Layer(l.Name)
		t := Ties{Layer: l.Name, Pairs: [][2]int32{}}
		for i := range int32(g.Order()) {
			for _, j := range g.Neighbours(i) {
				if g.Directed() || i < j {
					t.Pairs = append(t.Pairs, [2]int32{i, j})
				}
			}
		}
		all = append(all, t)
	}
	return all, nil
}

func (s *Session) design() experiment.Design {
	d := experiment.Design{
		Objective: experiment.Objective{
			Metric: s.now.Objective.Metric(), Minimise: s.now.Objective.Minimise != "", Horizon: s.now.Objective.Horizon,
			Also: s.now.Objective.Also, Horizons: s.now.Objective.Horizons,
		},
		Discount: s.now.Money.Discount, Currency: s.now.Currency,
		Seed: uint64(s.now.Seed), Replicates: s.now.Replicates, Workers: 1,
		RecordEvery: s.now.RecordEvery, Without: s.now.Twins.Without, Apart: !s.now.Twins.Baseline,
	}
	for _, y := range s.now.Strategies {
		d.Strategies = append(d.Strategies, experiment.Arm{Name: y.Name, Plan: y.Plan, Blocks: y.Blocks})
	}
	return d
}
