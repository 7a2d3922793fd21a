package main

import (
	"fmt"
	"slices"

	"grapevine/lab"
	"grapevine/scenarios"
	"grapevine/sim/results"
)

// mostSeen is the number of customers of whom a picture still shows each.
const mostSeen = 2000

// snapshot writes where so many customers of the first replicate stand, in a
// drawing of their ties and in the journey, at a third, two thirds and the end
// of the time: people.csv and ties.csv, for the pictures network and film.
func (r *runCommand) snapshot(s *scenarios.Scenario, folder *results.Folder) error {
	session := lab.Of(s)
	picture, err := session.Draw(1, r.Snapshot)
	if err != nil {
		return err
	}
	layers, err := session.Ties(1)
	if err != nil {
		return err
	}
	shown := map[int32]bool{}
	for _, i := range picture.Who {
		shown[i] = true
	}
	ties, err := folder.Table("ties.csv", "layer", "from", "to")
	if err != nil {
		return err
	}
	for _, l := range layers[:min(1, len(layers))] {
		for _, p := range l.Pairs {
			if shown[p[0]] && shown[p[1]] {
				if err := ties.Text(l.Layer).Int(int(p[0])).Int(int(p[1])).End(); err != nil {
					return err
				}
			}
		}
	}
	if err := ties.Close(); err != nil {
		return err
	}
	people, err := folder.Table("people.csv", "strategy", "week", "customer", "x", "y", "community", "stage", "source", "parent")
	if err != nil {
		return err
	}
	weeks := slices.Compact([]int{(s.Weeks + 2) / 3, (2*s.Weeks + 2) / 3, s.Weeks})
	for k := range s.Strategies {
		w, err := session.Play(k, 1)
		if err != nil {
			return fmt.Errorf("snapshot of %s: %w", s.Strategies[k].Name, err)
		}
		for _, week := range weeks {
			for at, i := range picture.Who {
				state := w.States[week*len(w.Lives)+int(i)]
				stage := w.Stages[state.Stage]
				if state.Detractor {
					stage = "detractor"
				}
				people.Text(w.Strategy).Int(week).Int(int(i)).Float(float64(picture.X[at])).Float(float64(picture.Y[at])).Int(int(picture.Communities[i])).Text(stage)
				life := w.Lives[i]
				if people.Text(life.Source); life.Parent >= 0 {
					people.Int(int(life.Parent))
				} else {
					people.Text("")
				}
				if err := people.End(); err != nil {
					return err
				}
			}
		}
	}
	return people.Close()
}
