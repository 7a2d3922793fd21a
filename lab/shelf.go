package lab

import (
	"slices"

	"grapevine/scenarios"
)

// Shelf is a group of the scenarios that come with the program.
type Shelf struct {
	Name      string            `json:"name"`
	Scenarios []scenarios.Entry `json:"scenarios"`
}

// Shelves lists the shipped scenarios: those that ask a question of their own,
// then those whose answer is known, then those that replicate a study.
func Shelves() []Shelf {
	first := Shelf{Name: "Questions", Scenarios: scenarios.Presets()}
	all := []Shelf{}
	for _, kind := range [][2]string{{"classics", "Classic models"}, {"replicate", "Replications"}} {
		some, err := scenarios.List(kind[0])
		if err != nil {
			panic(err) // we ask for what there is
		}
		first.Scenarios = slices.DeleteFunc(first.Scenarios, func(e scenarios.Entry) bool { return slices.Contains(some, e) })
		all = append(all, Shelf{kind[1], some})
	}
	return slices.Insert(all, 0, first)
}
