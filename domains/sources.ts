/** A publication and the code that goes with it. */
export interface Source {
  /** Short name in cards. */
  readonly name: string
  readonly paper: string
  readonly repository: string
}

export const progPolicies: Source = {
  name: 'prog_policies',
  paper: 'Carvalho, Tjhia, Lelis: Reclaiming the Source of Programmatic Policies, ICLR 2024',
  repository: 'https://github.com/lelis-research/prog_policies',
}

export const llmGs: Source = {
  name: 'LLM-GS',
  paper: 'Liu et al.: Synthesizing Programmatic Reinforcement Learning Policies with LLM Guided Search, ICLR 2025',
  repository: 'https://github.com/a015kh/LLM-GS',
}

export const leaps: Source = {
  name: 'LEAPS',
  paper: 'Trivedi et al.: Learning to Synthesize Programs as Interpretable and Generalizable Policies, NeurIPS 2021',
  repository: 'https://github.com/clvrai/leaps',
}

export const hprl: Source = {
  name: 'HPRL',
  paper: 'Liu et al.: Hierarchical Programmatic Reinforcement Learning via Learning to Compose Programs, ICML 2023',
  repository: 'https://github.com/NTURobotLearningLab/HPRL',
}

export const hipo: Source = {
  name: 'HIPO',
  paper: 'Lin et al.: Hierarchical Programmatic Option Framework, NeurIPS 2024 (first version: POMP, arXiv 2311.15960)',
  repository: 'https://github.com/NTURobotLearningLab/HIPO',
}

export const innateCoder: Source = {
  name: 'InnateCoder',
  paper: 'Moraes et al.: InnateCoder: Learning Programmatic Options with Foundation Models, IJCAI 2025',
  repository: 'https://github.com/rubensolv/InnateCoder',
}

export const minigrid: Source = {
  name: 'Minigrid',
  paper:
    'Chevalier-Boisvert et al.: Minigrid & Miniworld: Modular & Customizable Reinforcement Learning Environments for ' +
    'Goal-Oriented Tasks, NeurIPS 2023',
  repository: 'https://github.com/Farama-Foundation/Minigrid',
}
