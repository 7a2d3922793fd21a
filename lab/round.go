package lab

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"grapevine/sim/experiment"
)

// Decision is what a team has decided in a round.
type Decision struct {
	Team     string
	Strategy string
	Set      []string // levers, as in --set
}

// Place is a team's on the leaderboard.
type Place struct {
	Decision
	Value experiment.Estimate // of the objective
}

// Round plays every team's decision in so many worlds, the same for all teams,
// and ranks them by the objective. Teams level with each other stay in their
// order. What is wrong with any team's decision is reported before anybody plays.
func (s *Session) Round(decisions []Decision, worlds int) ([]Place, error) {
	var names []string
	for _, y := range s.base.Strategies {
		names = append(names, y.Name)
	}
	var faults []error
	designs := make([]experiment.Design, len(decisions))
	for i, d := range decisions {
		there := &Session{base: s.base, now: s.base}
		if err := there.Set(d.Set); err != nil {
			faults = append(faults, fmt.Errorf("team %s: %w", d.Team, err))
			continue
		}
		designs[i] = there.design()
		designs[i].Strategies = slices.DeleteFunc(designs[i].Strategies, func(a experiment.Arm) bool { return a.Name != d.Strategy })
		if len(designs[i].Strategies) == 0 {
			faults = append(faults, fmt.Errorf("team %s: there is no strategy %q: want one of %s", d.Team, d.Strategy, strings.Join(names, "; ")))
		}
	}
	if faults != nil {
		return nil, errors.Join(faults...)
	}
	var board []Place
	for i, d := range decisions {
		board = append(board, Place{d, estimates(designs[i], worlds)[0]})
	}
	slices.SortStableFunc(board, func(a, b Place) int {
		x, y := a.Value.Mean, b.Value.Mean
		if s.base.Objective.Minimise != "" {
			x, y = y, x
		}
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return board, nil
}
