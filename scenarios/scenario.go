// Package scenarios turns the files that people write, a market and the
// strategies to compare, into plans that are ready to run, and tells them all
// that is wrong with a file at once.
package scenarios

import (
	"grapevine/scenarios/tree"
	"grapevine/sim"
)

// Scenario is a market and the strategies to compare in it.
type Scenario struct {
	Name string // of the preset or file, without folder and ending
	Head
	Money      Money
	Objective  Objective
	Twins      Twins
	Strategies []Strategy // at least one
	Asserts    []Assert
	Sweep      *Sweep   // nil without one
	Notes      []string // what the user should know though it is no fault

	root   *tree.Node // as written, bases and overrides included
	brief  design     // the tables that are not the market's
	market *design    // without any strategy
}

// Strategy is one way to treat the market.
type Strategy struct {
	Name   string
	About  string   // one sentence, may be empty
	Blocks []string // the strategy blocks it uses
	Plan   *sim.Plan

	head   []setting
	design *design
	own    *tree.Node // its blocks and its own tables
}

// StrategyHead holds the keys of a strategy that are not the market's.
type StrategyHead struct {
	Name  string `toml:"name" doc:"What the strategy is called in tables and pictures."`
	About string `toml:"about" doc:"What it does, in a sentence."`
	Use   Names  `toml:"use" doc:"Strategy blocks to start from, by name or file; later ones override earlier ones, and the strategy's own tables override all."`
}

// Names is a list of names; a single one needs no brackets.
type Names []string

// UnmarshalText reads a single name.
func (n *Names) UnmarshalText(text []byte) error {
	*n = Names{string(text)}
	return nil
}

// Fault is one thing that is wrong with a scenario, and Faults are all of them.
type (
	Fault  = tree.Fault
	Faults = tree.Faults
)
