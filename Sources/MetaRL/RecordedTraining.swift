import Agents
import Notebook

// Neither side knows the other: the science does not know of chapters, nor the notebook of networks.
extension MetaLearnerRun: RecordableWithTensors {}
