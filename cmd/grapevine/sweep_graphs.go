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
// value, and copies of the graphs that it reads, which it names there. Its hash
// stays, since folders do not count.
func (p *prepared) beside() (map[string][]byte, error) {
	scenario := p.s.Resolved()
	files := map[string][]byte{}
	done := map[string]bool{}
	for _, strategy := range p.s.Strategies {
		for _, layer := range strategy.Plan.Layers {
			graph, ok := layer.Graph.(*network.EdgeList)
			if !ok || done[graph.Path] {
				continue
			}
			done[graph.Path] = true
			data, err := os.ReadFile(graph.Path)
			if err != nil {
				return nil, err
			}
			name := path.Join(sweep.Graphs, filepath.Base(graph.Path))
			if files[name] != nil { // another of that name, from another folder
				name = path.Join(sweep.Graphs, fmt.Sprint(len(done)), filepath.Base(graph.Path))
			}
			files[name] = data
			scenario = bytes.ReplaceAll(scenario, []byte(strconv.Quote(graph.Path)), []byte(strconv.Quote(name)))
		}
	}
	files[sweep.Scenario] = scenario
	return files, nil
}
