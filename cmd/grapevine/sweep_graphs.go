package main

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strconv"

	"grapevine/network"
	"grapevine/sim/experiment/sweep"
)

// beside returns what stands beside the plan of a sweep: the scenario with every
// value, and copies of the graphs that it reads, which it names there.
func (p *prepared) beside() (map[string][]byte, error) {
	scenario, graphs := p.portable()
	files := map[string][]byte{sweep.Scenario: scenario}
	for name, from := range graphs {
		data, err := os.ReadFile(from)
		if err != nil {
			return nil, err
		}
		files[name] = data
	}
	return files, nil
}

// portable returns the scenario with every value and the graphs named as they
// stand beside the plan, and which file each of those names is of. Its hash stays
// that of the scenario, since folders do not count.
func (p *prepared) portable() (scenario []byte, graphs map[string]string) {
	scenario, graphs = p.s.Resolved(), map[string]string{}
	done := map[string]bool{}
	for _, strategy := range p.s.Strategies {
		for _, layer := range strategy.Plan.Layers {
			graph, ok := layer.Graph.(*network.EdgeList)
			if !ok || done[graph.Path] {
				continue
			}
			done[graph.Path] = true
			name := path.Join(sweep.Graphs, filepath.Base(graph.Path))
			if graphs[name] != "" { // another of that name, from another folder
				name = path.Join(sweep.Graphs, fmt.Sprint(len(done)), filepath.Base(graph.Path))
			}
			graphs[name] = graph.Path
			scenario = bytes.ReplaceAll(scenario, []byte(strconv.Quote(graph.Path)), []byte(strconv.Quote(name)))
		}
	}
	return scenario, graphs
}
