//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"os"

	"grapevine/network"
)

// loaded is the graph that was read last.
var loaded struct {
	name  string
	graph *network.Graph
}

// load reads a graph, once: NAME.npy holds its ties, NAME.n the number of customers.
func load(name string) *network.Graph {
	if loaded.name == name {
		return loaded.graph
	}
	text, err := os.ReadFile(name + ".n")
	must(err)
	var customers int
	_, err = fmt.Sscan(string(text), &customers)
	must(err)
	var ties []network.Tie
	read(name+".npy", func(n int) { ties = make([]network.Tie, n/2) }, func(k int, x int32) { ties[k/2][k%2] = x })
	loaded.name = name
	loaded.graph, _ = network.FromTies(customers, ties, false)
	return loaded.graph
}

// ints reads a list of integers.
func ints(path string) (all []int32) {
	read(path, func(n int) { all = make([]int32, n) }, func(k int, x int32) { all[k] = x })
	return all
}

// read reads an array of 32-bit integers that numpy has saved (format 1.0: six
// bytes of magic, two of version, two with the length of the header), one by one.
func read(path string, room func(n int), take func(k int, x int32)) {
	f, err := os.Open(path)
	must(err)
	defer f.Close()
	info, err := f.Stat()
	must(err)
	r := bufio.NewReaderSize(f, 1<<16)
	head := make([]byte, 10)
	_, err = io.ReadFull(r, head)
	if err != nil || string(head[:6]) != "\x93NUMPY" || head[6] != 1 {
		log.Fatalf("%s: want an array of numpy, format 1", path)
	}
	header := make([]byte, binary.LittleEndian.Uint16(head[8:]))
	_, err = io.ReadFull(r, header)
	must(err)
	if !bytes.Contains(header, []byte("'<i4'")) || bytes.Contains(header, []byte("'fortran_order': True")) {
		log.Fatalf("%s: want 32-bit integers, row by row, not %s", path, header)
	}
	n := (int(info.Size()) - len(head) - len(header)) / 4
	room(n)
	var next [4]byte
	for k := range n {
		_, err := io.ReadFull(r, next[:])
		must(err)
		take(k, int32(binary.LittleEndian.Uint32(next[:])))
	}
}
