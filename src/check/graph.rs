//! Orders things by what they rest on. Knows nothing of what the things are; never recurses, so chains of any length are safe.

/// An order in which each node comes after all it rests on, and the circles that stood in the way.
pub(super) struct Order {
    /// Every node once; those of a circle stand in no useful order.
    pub(super) order: Vec<usize>,
    /// Each circle from one of its nodes round to the last.
    pub(super) cycles: Vec<Vec<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Orders the nodes `0..edges.len()`, where node `i` rests on `edges[i]`.
pub(super) fn order(edges: &[Vec<usize>]) -> Order {
    let mut state = vec![State::New; edges.len()];
    let mut found = Order { order: Vec::with_capacity(edges.len()), cycles: Vec::new() };
    // Each open node with the place of its next edge to follow.
    let mut path: Vec<(usize, usize)> = Vec::new();
    for root in 0..edges.len() {
        if state.get(root) != Some(&State::New) {
            continue;
        }
        path.push((root, 0));
        set(&mut state, root, State::Open);
        while let Some(top) = path.last_mut() {
            let (node, at) = *top;
            top.1 += 1;
            match edges.get(node).and_then(|e| e.get(at)).copied() {
                Some(next) => match state.get(next) {
                    Some(State::New) => {
                        set(&mut state, next, State::Open);
                        path.push((next, 0));
                    }
                    Some(State::Open) => {
                        let from = path.iter().position(|&(n, _)| n == next).unwrap_or(0);
                        found.cycles.push(path.iter().skip(from).map(|&(n, _)| n).collect());
                    }
                    Some(State::Done) | None => {}
                },
                None => {
                    set(&mut state, node, State::Done);
                    found.order.push(node);
                    path.pop();
                }
            }
        }
    }
    found
}

fn set(state: &mut [State], node: usize, to: State) {
    if let Some(slot) = state.get_mut(node) {
        *slot = to;
    }
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn what_is_rested_on_comes_first() {
        let found = order(&[vec![1, 2], vec![2], vec![]]);
        assert_eq!(found.order, [2, 1, 0]);
        assert!(found.cycles.is_empty());
    }

    #[test]
    fn a_circle_is_told_whole_and_the_rest_still_ordered() {
        let found = order(&[vec![1], vec![2], vec![0], vec![0]]);
        assert_eq!(found.cycles, [vec![0, 1, 2]]);
        assert_eq!(found.order.len(), 4);
    }

    #[test]
    fn a_chain_of_a_million_needs_no_stack() {
        let edges: Vec<Vec<usize>> = (0..1_000_000_usize).map(|n| if n == 0 { vec![] } else { vec![n - 1] }).collect();
        assert_eq!(order(&edges).order.len(), 1_000_000);
    }
}
