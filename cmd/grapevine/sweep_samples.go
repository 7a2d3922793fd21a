package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"grapevine/interchange"
	"grapevine/scenarios"
)

// sampled loads the scenario with the points of a sample file in the place of
// its design: a list that goes line by line.
func (r *sweepRun) sampled(set []string) (*scenarios.Scenario, error) {
	problem, points, err := r.readSamples(set)
	if err != nil {
		return nil, exit{exitUsage, fmt.Errorf("error: %w", err)}
	}
	vary := make([]scenarios.Factor, len(problem.Names))
	var first []string
	for i, name := range problem.Names {
		vary[i].Key = name
		for _, point := range points {
			vary[i].Values = append(vary[i].Values, point[i])
		}
		value := points[0][i]
		if len(problem.Levels[name]) > 0 {
			value = strconv.Quote(value)
		}
		first = append(first, fmt.Sprintf("%q = [%s]", name, value))
	}
	s, err := scenarios.Load(r.File, append(set, "sweep.design=\"list\"", "sweep.vary={"+strings.Join(first, ", ")+"}"))
	if err != nil {
		return nil, err
	}
	s.Sweep.Vary = vary
	return s, nil
}

func (r *sweepRun) readSamples(set []string) (*interchange.Problem, [][]string, error) {
	problem := &interchange.Problem{Levels: map[string][]string{}}
	if r.Problem != "" {
		from, err := os.Open(r.Problem)
		if err != nil {
			return nil, nil, err
		}
		defer from.Close()
		if problem, err = interchange.ReadProblem(from); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", r.Problem, err)
		}
	} else {
		s, err := scenarios.Load(r.File, set)
		if err != nil {
			return nil, nil, err
		}
		if s.Sweep == nil {
			return nil, nil, fmt.Errorf("--samples=%s: of what? Name the keys by --problem, or in [sweep.vary]", r.Samples)
		}
		for _, f := range s.Sweep.Vary {
			problem.Names = append(problem.Names, f.Key)
			if f.Values != nil && !interchange.Numbers(f.Values) {
				problem.Levels[f.Key] = f.Values
			}
		}
	}
	from, err := os.Open(r.Samples)
	if err != nil {
		return nil, nil, err
	}
	defer from.Close()
	points, err := problem.ReadSamples(from)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", r.Samples, err)
	}
	return problem, points, nil
}
